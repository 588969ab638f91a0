/// One value that was expected, and what came of it.
package struct ComparedValue: Sendable {
    /// Where it lies in the result, such as `rd.newcombe.lower` or `curve[3].net_benefit`.
    package let path: String
    package let expected: String
    package let got: String
    /// Nil for what is not a number.
    package let tolerance: ReferenceCase.Tolerance?
    package let passed: Bool
}

extension ReferenceCase {
    /// Holds a result against everything that is expected; what else the result has is not looked at.
    func compare(_ result: MethodResult) -> [ComparedValue] { compare(expected, result, path: "", key: "") }

    private func compare(_ want: JSONValue, _ got: MethodResult?, path: String, key: String) -> [ComparedValue] {
        if case .notEstimable = got, want.isNullThroughout { return [value(path, want, got, passed: true)] }
        switch (want, got) {
        case (.object(let members), .record?):
            return members.keys.sorted().flatMap { name in
                compare(members[name] ?? .null, got?[name], path: path.isEmpty ? name : "\(path).\(name)", key: name)
            }
        case (.array(let elements), .list(let values)?) where elements.count == values.count:
            return zip(elements, values).enumerated().flatMap {
                compare($1.0, $1.1, path: "\(path)[\($0)]", key: key)
            }
        case (.null, _): return [value(path, want, got, passed: got?.isNotEstimableThroughout ?? false)]
        case (.bool(let truth), .truth(let found)?): return [value(path, want, got, passed: truth == found)]
        case (.string(let text), .text(let found)?): return [value(path, want, got, passed: text == found)]
        default: return [compareNumbers(want, got, path: path, key: key)]
        }
    }

    private func compareNumbers(_ want: JSONValue, _ got: MethodResult?, path: String, key: String) -> ComparedValue {
        guard let number = want.number, let found = got?.asNumber else { return value(path, want, got, passed: false) }
        let tolerance = tolerance(ofKey: key)
        return value(path, want, got, tolerance, passed: tolerance.accepts(found, for: number))
    }

    private func value(
        _ path: String,
        _ want: JSONValue,
        _ got: MethodResult?,
        _ tolerance: Tolerance? = nil,
        passed: Bool
    ) -> ComparedValue {
        ComparedValue(
            path: path,
            expected: want.shortText,
            got: got?.shortText ?? "nothing",
            tolerance: tolerance,
            passed: passed
        )
    }
}

extension JSONValue {
    /// Null, or a structure of nothing but nulls.
    fileprivate var isNullThroughout: Bool {
        switch self {
        case .null: true
        case .array(let elements): elements.allSatisfy(\.isNullThroughout)
        case .object(let members): members.values.allSatisfy(\.isNullThroughout)
        default: false
        }
    }

    fileprivate var shortText: String {
        switch self {
        case .null: "not estimable"
        case .bool(let truth): "\(truth)"
        case .number(let number): "\(number)"
        case .string(let text): text
        case .array(let elements): "a list of \(elements.count)"
        case .object(let members): "an object of \(members.count)"
        }
    }
}

extension MethodResult {
    fileprivate var isNotEstimableThroughout: Bool {
        switch self {
        case .notEstimable: true
        case .list(let elements): elements.allSatisfy(\.isNotEstimableThroughout)
        case .record(let members): members.allSatisfy(\.value.isNotEstimableThroughout)
        default: false
        }
    }

    fileprivate var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .count(let count): Double(count)
        default: nil
        }
    }

    fileprivate var shortText: String {
        switch self {
        case .number(let number): "\(number)"
        case .count(let count): "\(count)"
        case .truth(let truth): "\(truth)"
        case .text(let text): text
        case .list(let elements): "a list of \(elements.count)"
        case .record(let members): "an object of \(members.count)"
        case .notEstimable(let reason): "not estimable: \(reason)"
        }
    }
}
