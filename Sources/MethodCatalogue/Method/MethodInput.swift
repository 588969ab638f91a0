/// The data a method is given: a JSON object whose members are read by name, type and range.
///
/// Every reader throws ``MethodInputError`` with the place of the first value that does not fit.
package struct MethodInput: Sendable {
    let members: [String: JSONValue]
    let path: String

    /// The whole input of a method, which must be an object.
    package init(_ value: JSONValue) throws { try self.init(value, path: "") }

    init(_ value: JSONValue, path: String) throws {
        guard case .object(let members) = value else {
            throw MethodInputError(path: path, problem: "must be an object, is \(value.kind)")
        }
        self.members = members
        self.path = path
    }

    /// A problem with one member, for what only the method can know.
    package func error(_ field: String, _ problem: String) -> MethodInputError {
        MethodInputError(path: place(field), problem: problem)
    }

    /// Whether the member is there and not null.
    package func has(_ field: String) -> Bool { members[field].map { $0 != .null } ?? false }

    /// The level of all intervals: the member `conf`, strictly between 0 and 1, 0.95 where there is none.
    package func level() throws -> Double {
        let level = try number("conf", default: 0.95)
        guard level > 0, level < 1 else { throw error("conf", "must lie between 0 and 1, such as 0.95") }
        return level
    }

    // MARK: one value

    /// A finite number in a range.
    package func number(
        _ field: String,
        in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
        default fallback: Double? = nil
    ) throws -> Double {
        if !has(field), let fallback { return fallback }
        return try Self.number(try member(field), at: place(field), in: range)
    }

    /// A number in a range, or nil where the member is missing or null.
    package func optionalNumber(
        _ field: String,
        in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    ) throws -> Double? {
        has(field) ? try number(field, in: range) : nil
    }

    /// A whole number in a range, from 0 on unless said otherwise.
    package func count(
        _ field: String,
        in range: ClosedRange<Int> = 0...Int.max,
        default fallback: Int? = nil
    ) throws -> Int {
        if !has(field), let fallback { return fallback }
        return try Self.count(try member(field), at: place(field), in: range)
    }

    /// True or false; 1 and 0 are taken too.
    package func truth(_ field: String, default fallback: Bool? = nil) throws -> Bool {
        if !has(field), let fallback { return fallback }
        return try Self.truth(try member(field), at: place(field))
    }

    /// A text, one of a list where one is given.
    package func text(_ field: String, oneOf choices: [String] = [], default fallback: String? = nil) throws -> String {
        if !has(field), let fallback { return fallback }
        let text = try Self.text(try member(field), at: place(field))
        guard choices.isEmpty || choices.contains(text) else {
            throw error(field, "must be one of \(choices.joined(separator: ", ")), is \(text)")
        }
        return text
    }

    /// An object within the input.
    package func object(_ field: String) throws -> MethodInput {
        try MethodInput(try member(field), path: place(field))
    }

    // MARK: places and single values

    func place(_ field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }

    func member(_ field: String) throws -> JSONValue {
        guard let value = members[field], value != .null else { throw error(field, "is missing") }
        return value
    }

    static func number(_ value: JSONValue, at place: String, in range: ClosedRange<Double>) throws -> Double {
        guard let number = value.number else {
            throw MethodInputError(path: place, problem: "must be a number, is \(value.kind)")
        }
        guard range.contains(number) else {
            let everything = range.upperBound == .greatestFiniteMagnitude && range.lowerBound < 0
            let wanted =
                everything
                ? "be finite"
                : range.upperBound == .greatestFiniteMagnitude
                    ? "be at least \(range.lowerBound.plain)"
                    : "lie in \(range.lowerBound.plain) to \(range.upperBound.plain)"
            throw MethodInputError(path: place, problem: "must \(wanted), is \(number.plain)")
        }
        return number
    }

    static func count(_ value: JSONValue, at place: String, in range: ClosedRange<Int>) throws -> Int {
        guard let number = value.number, let count = Int(exactly: number) else {
            throw MethodInputError(path: place, problem: "must be a whole number")
        }
        guard range.contains(count) else {
            let wanted =
                range.upperBound == Int.max
                ? "be at least \(range.lowerBound)" : "lie in \(range.lowerBound) to \(range.upperBound)"
            throw MethodInputError(path: place, problem: "must \(wanted), is \(count)")
        }
        return count
    }

    static func truth(_ value: JSONValue, at place: String) throws -> Bool {
        switch value {
        case .bool(let truth): truth
        case .number(1): true
        case .number(0): false
        default: throw MethodInputError(path: place, problem: "must be 1 or 0")
        }
    }

    static func text(_ value: JSONValue, at place: String) throws -> String {
        switch value {
        case .string(let text): text
        case .number(let number): number.plain
        default: throw MethodInputError(path: place, problem: "must be a text, is \(value.kind)")
        }
    }
}
