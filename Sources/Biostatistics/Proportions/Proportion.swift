/// Events among observations: the one shape of every yield, sensitivity and rate.
public struct Proportion: Sendable, Equatable {
    /// How many had the event.
    public let events: Int
    /// How many were observed.
    public let total: Int

    /// Events lie in 0...total.
    public init(events: Int, total: Int) {
        precondition(total >= 0 && (0...total).contains(events), "events must lie in 0...total")
        self.events = events
        self.total = total
    }

    /// Events over total; nil without observations.
    public var estimate: Double? { total > 0 ? Double(events) / Double(total) : nil }

    /// The other outcome counted.
    public var complement: Proportion { Proportion(events: total - events, total: total) }

    /// The proportion with Wilson's score interval: the default interval of a proportion.
    ///
    /// No continuity correction; a limit is exactly 0 or 1 at 0/n and n/n.
    /// Agrees with R `prop.test(correct = FALSE)`. Source: Wilson, J Am Stat Assoc 22 (1927) 209.
    public func wilson(level: Double = 0.95) -> Estimate {
        guard let estimate else { return .notEstimable(.noObservations) }
        let z = NormalDistribution.criticalValue(level: level)
        let limits = Interval(
            lower: wilsonLower(z),
            upper: wilsonUpper(z),
            level: level,
            method: .wilson
        )
        return .value(estimate, interval: limits)
    }

    /// The proportion with the exact interval that inverts two one-sided binomial tests.
    ///
    /// Agrees with R `binom.test`. Source: Clopper and Pearson, Biometrika 26 (1934) 404.
    public func clopperPearson(level: Double = 0.95) -> Estimate {
        guard let estimate else { return .notEstimable(.noObservations) }
        let tail = NormalDistribution.tail(level: level)
        let limits = Interval(
            lower: exactLower(tail: tail),
            upper: exactUpper(tail: tail),
            level: level,
            method: .clopperPearson
        )
        return .value(estimate, interval: limits)
    }

    /// The larger root of Wilson's quadratic.
    private func wilsonUpper(_ z: Double) -> Double {
        guard events < total else { return 1 }
        let (x, n) = (Double(events), Double(total))
        return (x + 0.5 * z * z + z * (x * (n - x) / n + 0.25 * z * z).squareRoot()) / (n + z * z)
    }

    /// The smaller root, by the product of the two: their difference would lose digits when events are rare.
    private func wilsonLower(_ z: Double) -> Double {
        guard events < total else { return Double(total) / (Double(total) + z * z) }
        let (x, n) = (Double(events), Double(total))
        return x * x / (n * (n + z * z)) / wilsonUpper(z)
    }

    private func exactLower(tail: Double) -> Double {
        guard events > 0 else { return 0 }
        return BetaDistribution.quantile(tail, a: Double(events), b: Double(total - events + 1))
    }

    private func exactUpper(tail: Double) -> Double {
        guard events < total else { return 1 }
        return BetaDistribution.upperQuantile(tail, a: Double(events + 1), b: Double(total - events))
    }
}
