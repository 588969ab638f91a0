/// A t test of two means, the first less the second.
public struct TTest: Sendable, Equatable {
    /// Difference over its standard error.
    public let statistic: Double
    /// Degrees of freedom, whole or not.
    public let df: Double
    /// Two-sided.
    public let p: Double
    /// The difference with its interval.
    public let difference: Estimate

    init(_ difference: Double, standardError: Double, df: Double, level: Double, method: IntervalMethod) {
        statistic = difference / standardError
        self.df = df
        p = StudentTDistribution.twoSidedP(statistic, df: df)
        let half = StudentTDistribution.criticalValue(level: level, df: df) * standardError
        self.difference = .value(
            difference,
            interval: Interval(lower: difference - half, upper: difference + half, level: level, method: method)
        )
    }
}

/// Two groups of continuous values, the first compared with the second.
public struct TwoSamples: Sendable {
    /// The group of interest.
    public let first: ContinuousSummary
    /// The group it is held against.
    public let second: ContinuousSummary

    /// All values are finite.
    public init(_ first: [Double], _ second: [Double]) {
        self.first = ContinuousSummary(first)
        self.second = ContinuousSummary(second)
    }

    /// First mean less second; nil where a group is empty.
    public var difference: Double? {
        guard let one = first.mean, let other = second.mean else { return nil }
        return one - other
    }

    /// Welch's test, which lets the variances differ: R `t.test(x, y)`.
    ///
    /// Refused below two values a group, and where neither group varies.
    public func welch(level: Double = 0.95) -> Result<TTest, NotEstimable> {
        guard let difference else { return .failure(.noObservations) }
        guard let error1 = first.standardError, let error2 = second.standardError else {
            return .failure(.tooFew("values in a group", needed: 2))
        }
        let (variance1, variance2) = (error1 * error1, error2 * error2)
        let variance = variance1 + variance2
        guard varies(variance.squareRoot()) else { return .failure(.noVariation(of: "the value within the groups")) }
        let (share1, share2) = (variance1 / variance, variance2 / variance)
        let df = 1 / (share1 * share1 / Double(first.count - 1) + share2 * share2 / Double(second.count - 1))
        return .success(
            TTest(difference, standardError: variance.squareRoot(), df: df, level: level, method: .welchT)
        )
    }

    /// Student's test with the pooled variance: R `t.test(x, y, var.equal = TRUE)`.
    ///
    /// Refused below three values in all, and where neither group varies.
    public func student(level: Double = 0.95) -> Result<TTest, NotEstimable> {
        guard let difference else { return .failure(.noObservations) }
        guard let pooledDF else { return .failure(.tooFew("values in both groups", needed: 3)) }
        let squares = sumOfSquares(first) + sumOfSquares(second)
        let standardError = (squares / pooledDF * (1 / Double(first.count) + 1 / Double(second.count))).squareRoot()
        guard varies(standardError) else { return .failure(.noVariation(of: "the value within the groups")) }
        return .success(TTest(difference, standardError: standardError, df: pooledDF, level: level, method: .studentT))
    }

    /// n₁ + n₂ − 2; nil where it is below 1 or a group is empty.
    public var pooledDF: Double? {
        first.count > 0 && second.count > 0 && first.count + second.count > 2
            ? Double(first.count + second.count - 2) : nil
    }

    /// The difference over √((s₁² + s₂²)/2).
    ///
    /// Refused below two values a group, and where neither varies. Source: Austin, Statistics in Medicine 28 (2009) 3083.
    public var standardizedMeanDifference: Estimate {
        guard let difference else { return .notEstimable(.noObservations) }
        guard let one = first.standardDeviation, let other = second.standardDeviation else {
            return .notEstimable(.tooFew("values in a group", needed: 2))
        }
        let spread = ((one * one + other * other) / 2).squareRoot()
        guard varies(spread) else { return .notEstimable(.noVariation(of: "the value within the groups")) }
        return .value(difference / spread, interval: nil)
    }

    private func sumOfSquares(_ group: ContinuousSummary) -> Double {
        group.standardDeviation.map { $0 * $0 * Double(group.count - 1) } ?? 0
    }

    /// Whether a standard error is more than rounding of the means, with the bound R uses.
    private func varies(_ standardError: Double) -> Bool {
        standardError > 10 * Double.ulpOfOne * max(abs(first.mean ?? 0), abs(second.mean ?? 0))
    }
}
