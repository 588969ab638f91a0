/// Two yes-or-no calls on the same patients, counted by how they fall together.
///
/// The first call is held against the second: the difference is first minus second.
public struct PairedProportions: Sendable, Equatable {
    /// Both calls positive (a).
    public let both: Int
    /// Only the first positive (b).
    public let onlyFirst: Int
    /// Only the second positive (c).
    public let onlySecond: Int
    /// Neither positive (d).
    public let neither: Int

    /// Counts are at least 0 and their sum fits an `Int`.
    public init(both: Int, onlyFirst: Int, onlySecond: Int, neither: Int) {
        precondition(min(both, onlyFirst, onlySecond, neither) >= 0, "counts must not be negative")
        self.both = both
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        self.neither = neither
    }

    /// Counts pairs of calls, one pair a patient.
    public init(_ pairs: some Sequence<(first: Bool, second: Bool)>) {
        var counts = [0, 0, 0, 0]
        for pair in pairs { counts[(pair.first ? 0 : 2) + (pair.second ? 0 : 1)] += 1 }
        self.init(both: counts[0], onlyFirst: counts[1], onlySecond: counts[2], neither: counts[3])
    }

    /// All patients.
    public var total: Int { both + onlyFirst + onlySecond + neither }
    /// Patients on whom the calls differ.
    public var discordant: Int { onlyFirst + onlySecond }
    /// Positive by the first call.
    public var first: Proportion { Proportion(events: both + onlyFirst, total: total) }
    /// Positive by the second call.
    public var second: Proportion { Proportion(events: both + onlySecond, total: total) }
    /// The same patients with the calls changed about.
    public var swapped: PairedProportions {
        PairedProportions(both: both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither: neither)
    }
    /// The same patients with positive read as negative.
    public var complement: PairedProportions {
        PairedProportions(both: neither, onlyFirst: onlySecond, onlySecond: onlyFirst, neither: both)
    }

    /// First minus second proportion, (b − c) / n; nil without patients.
    public var difference: Double? {
        total > 0 ? (Double(onlyFirst) - Double(onlySecond)) / Double(total) : nil
    }

    /// The difference with Wald's interval, cut at −1 and 1; only to compare, since it is too narrow in small samples.
    ///
    /// Standard error √(b + c − (b − c)² / n) / n: zero width without discordant patients.
    public func waldDifference(level: Double = 0.95) -> Estimate {
        guard let difference else { return .notEstimable(.noObservations) }
        let (b, c, n) = (Double(onlyFirst), Double(onlySecond), Double(total))
        let standardError = max(0, b + c - (b - c) * difference).squareRoot() / n
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let interval = Interval(
            lower: max(-1, difference - half),
            upper: min(1, difference + half),
            level: level,
            method: .pairedWald
        )
        return .value(difference, interval: interval)
    }
}

extension IntervalMethod {
    /// Difference of paired proportions with its estimated standard error.
    public static let pairedWald = IntervalMethod("Wald, paired")
    /// Tango 1998: score interval of the difference of paired proportions.
    public static let tango = IntervalMethod("Tango score, paired")
    /// Newcombe 1998, paired method 8: Wilson limits joined by the correlation.
    public static let newcombeMethod8 = IntervalMethod("Newcombe paired method 8")
    /// Newcombe 1998, paired method 10: as method 8 with a corrected correlation.
    public static let newcombeMethod10 = IntervalMethod("Newcombe paired method 10")
    /// Clopper–Pearson limits of b / (b + c), as odds.
    public static let conditionalExactOdds = IntervalMethod("conditional exact, paired")
}
