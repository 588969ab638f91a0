/// One group against a goal: rejected when at least `threshold` of `total` succeed.
public struct SingleArmDesign: Sendable, Equatable {
    /// Patients.
    public let total: Int
    /// Successes from which on the null proportion is rejected.
    public let threshold: Int
    /// P(rejection) at the null proportion.
    public let alpha: Double
    /// P(rejection) at the alternative.
    public let power: Double

    /// The smallest exact one-sided design that meets both errors.
    ///
    /// The threshold is the smallest whose α is kept; the number is the first whose power suffices, though a larger one
    /// may fall short again. Source: A'Hern, Statistics in Medicine 20 (2001) 859.
    public static func smallest(
        null p0: Double,
        alternative p1: Double,
        errors: ErrorRates,
        atMost limit: Int = 100_000
    ) -> Result<SingleArmDesign, NotEstimable> {
        precondition((0...1).contains(p0) && (0...1).contains(p1), "proportions lie in 0...1")
        guard p1 > p0 else { return .failure(.undefined("the alternative must lie above the null proportion")) }
        var threshold = 0
        for n in stride(from: 1, through: limit, by: 1) {
            var alpha = BinomialDistribution.upperTail(threshold, trials: n, probability: p0)
            while alpha > errors.alpha {
                threshold += 1
                alpha = threshold > n ? 0 : BinomialDistribution.upperTail(threshold, trials: n, probability: p0)
            }
            guard threshold <= n else { continue }
            let power = BinomialDistribution.upperTail(threshold, trials: n, probability: p1)
            if power >= errors.power {
                return .success(SingleArmDesign(total: n, threshold: threshold, alpha: alpha, power: power))
            }
        }
        return .failure(.undefined("no design has at most \(limit) patients"))
    }
}
