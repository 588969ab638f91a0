/// Outcome of a chi-square test of paired data.
public struct PairedTest: Sendable, Equatable {
    /// Chi-square under no difference.
    public let statistic: Double
    /// Degrees of freedom.
    public let degreesOfFreedom: Int
    /// Two-sided.
    public let p: Double

    /// One degree of freedom; the statistic is at least 0.
    init(statistic: Double) {
        self.statistic = statistic
        degreesOfFreedom = 1
        p = NormalDistribution.twoSidedP(statistic.squareRoot())
    }

    init(statistic: Double, degreesOfFreedom: Int, p: Double) {
        self.statistic = statistic
        self.degreesOfFreedom = degreesOfFreedom
        self.p = p
    }
}

extension PairedProportions {
    /// McNemar's test, (b − c)² / (b + c); with the correction (|b − c| − 1)², and 0 where b = c.
    ///
    /// Refused without discordant patients. Equals R `mcnemar.test(correct = FALSE)`.
    /// Source: McNemar, Psychometrika 12 (1947) 153.
    public func mcNemar(continuityCorrected: Bool = false) -> Result<PairedTest, NotEstimable> {
        guard discordant > 0 else { return .failure(.zeroDenominator("the number of discordant patients")) }
        let excess = abs(Double(onlyFirst) - Double(onlySecond))
        let distance = continuityCorrected ? max(0, excess - 1) : excess
        return .success(PairedTest(statistic: distance * distance / Double(discordant)))
    }

    /// Two-sided exact p of McNemar's hypothesis: twice the smaller binomial tail, at most 1.
    ///
    /// 1 without discordant patients. Equals R `binom.test(b, b + c)$p.value`.
    public var exactP: Double { min(1, 2 * Self.tail(min(onlyFirst, onlySecond), of: discordant)) }

    /// The exact p less half the probability of what was observed on each side: the mid-p version.
    ///
    /// 1 without discordant patients. Source: Fagerland, Lydersen and Laake, BMC Med Res Methodol 13 (2013) 91.
    public var midP: Double {
        let smaller = min(onlyFirst, onlySecond)
        return Self.tail(smaller, of: discordant) + Self.tail(smaller - 1, of: discordant)
    }

    /// P(X ≤ k) for X ~ Binomial(n, ½).
    private static func tail(_ k: Int, of n: Int) -> Double {
        BinomialDistribution.cumulative(k, trials: n, probability: 0.5)
    }

    /// Odds of a positive first against a positive second call, b / c, with exact conditional limits.
    ///
    /// The limits are those of Clopper and Pearson for b / (b + c), as odds. Infinite where c = 0, with a lower limit;
    /// refused without discordant patients. Equals R `binom.test(b, b + c)$conf.int`, as odds.
    public func oddsRatio(level: Double = 0.95) -> Estimate {
        guard discordant > 0 else { return .notEstimable(.zeroDenominator("the number of discordant patients")) }
        let share = Proportion(events: onlyFirst, total: discordant)
        guard let below = share.clopperPearson(level: level).interval,
            let above = share.complement.clopperPearson(level: level).interval
        else { return .notEstimable(.noObservations) }
        // Each odds is taken from the side on which its small probability keeps its digits.
        let interval = Interval(
            lower: below.lower / above.upper,
            upper: below.upper / above.lower,
            level: level,
            method: .conditionalExactOdds
        )
        return .value(Double(onlyFirst) / Double(onlySecond), interval: interval)
    }
}
