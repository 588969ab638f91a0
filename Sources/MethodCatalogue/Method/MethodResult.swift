package import Biostatistics

/// What a method found: numbers under names, in the order in which they are printed.
///
/// There is no null and no NaN: what cannot be estimated says why.
package indirect enum MethodResult: Sendable, Equatable {
    case number(Double)
    case count(Int)
    case truth(Bool)
    case text(String)
    case list([MethodResult])
    case record([Member])
    case notEstimable(String)

    /// A value under its name.
    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: MethodResult
    }
}

extension MethodResult: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    /// Members in the order written.
    package init(dictionaryLiteral elements: (String, MethodResult)...) {
        self = .record(elements.map { Member(name: $0.0, value: $0.1) })
    }

    package init(arrayLiteral elements: MethodResult...) { self = .list(elements) }
}

extension MethodResult {
    /// A number, or why there is none.
    ///
    /// - Precondition: not NaN, which no method returns.
    package init(_ value: Double) {
        precondition(!value.isNaN, "a method must say why it has no value")
        self = .number(value)
    }

    /// A number; where there is none, the reason.
    package init(_ value: Double?, else reason: NotEstimable) {
        self = value.map(MethodResult.init) ?? MethodResult(reason)
    }

    package init(_ reason: NotEstimable) { self = .notEstimable(reason.explanation) }

    /// A number that a function may refuse.
    package init(_ result: Result<Double, NotEstimable>) { self.init(result) { MethodResult($0) } }

    /// A result of a function that may refuse.
    package init<Value>(
        _ result: Result<Value, NotEstimable>,
        _ members: (Value) -> MethodResult
    ) {
        switch result {
        case .success(let value): self = members(value)
        case .failure(let reason): self = MethodResult(reason)
        }
    }

    /// The point of an estimate.
    package init(point estimate: Estimate) {
        switch estimate {
        case .value(let value, _): self.init(value)
        case .notEstimable(let reason): self.init(reason)
        }
    }

    /// The limits of an estimate as `lower` and `upper`; a side without a limit says so.
    package init(interval estimate: Estimate, else reason: NotEstimable = .undefined("no interval of this kind")) {
        switch estimate {
        case .value(_, let interval?): self.init(interval)
        case .value(_, nil): self.init(reason)
        case .notEstimable(let reason): self.init(reason)
        }
    }

    package init(_ interval: Interval) { self = ["lower": Self(interval.lower), "upper": Self(interval.upper)] }

    /// The members of this record followed by those of another.
    package func merging(_ other: MethodResult) -> MethodResult {
        guard case .record(let mine) = self, case .record(let others) = other else { return self }
        return .record(mine + others)
    }

    package static func numbers(_ values: some Sequence<Double>) -> MethodResult {
        .list(values.map(MethodResult.init))
    }

    package static func counts(_ values: some Sequence<Int>) -> MethodResult {
        .list(values.map(MethodResult.count))
    }

    /// A member of a record.
    package subscript(name: String) -> MethodResult? {
        guard case .record(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
