/// The outcome of a test whose statistic is χ² distributed when nothing is going on.
public struct ChiSquareTest: Sendable, Equatable {
    /// The statistic.
    public let statistic: Double
    /// Degrees of freedom, at least 1.
    public let degreesOfFreedom: Int
    /// The probability of so large a statistic, or a larger one.
    public let p: Double

    init(_ statistic: Double, degreesOfFreedom: Int) {
        let statistic = max(0, statistic)
        self.statistic = statistic
        self.degreesOfFreedom = degreesOfFreedom
        p = ChiSquaredDistribution.upperTail(statistic, df: Double(degreesOfFreedom))
    }
}
