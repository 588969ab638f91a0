import Foundation

/// Numbers of events and patients by one formula each, for two-sided tests.
public enum EffectSampleSize {
    /// Events that show a hazard ratio in a log-rank test: (z_{α/2} + z_β)² / [a (1 − a) ln² HR].
    ///
    /// The hazard ratio is positive; the share a of the first group lies strictly between 0 and 1.
    /// Source: Schoenfeld, Biometrics 39 (1983) 499.
    public static func logRankEvents(
        hazardRatio: Double,
        errors: ErrorRates,
        allocation: Double = 0.5
    ) -> Result<PlannedNumber, NotEstimable> {
        precondition(hazardRatio > 0 && allocation > 0 && allocation < 1, "not a hazard ratio and an allocation")
        guard hazardRatio != 1 else { return .failure(.zeroDenominator("the logarithm of the hazard ratio")) }
        let root = (errors.twoSidedQuantile + errors.powerQuantile) / log(hazardRatio)
        return .success(PlannedNumber(root * root / (allocation * (1 - allocation))))
    }

    /// Pairs that show a difference of paired proportions in McNemar's test, from the two discordant shares.
    ///
    /// [z_{α/2} √ψ + z_β √(ψ − δ²)]² / δ², ψ = p₁₀ + p₀₁, δ = p₁₀ − p₀₁. The shares are not negative and add to at most
    /// 1. Source: Connor, Biometrics 43 (1987) 207.
    public static func mcNemarPairs(p10: Double, p01: Double, errors: ErrorRates) -> Result<PlannedNumber, NotEstimable>
    {
        precondition(p10 >= 0 && p01 >= 0 && p10 + p01 <= 1, "discordant shares are at least 0 and add to at most 1")
        let (discordant, difference) = (p10 + p01, p10 - p01)
        guard difference != 0 else { return .failure(.zeroDenominator("the difference of the discordant shares")) }
        let underAlternative = max(0, discordant - difference * difference).squareRoot()
        let root = errors.twoSidedQuantile * discordant.squareRoot() + errors.powerQuantile * underAlternative
        return .success(PlannedNumber((root / difference) * (root / difference)))
    }

    /// Cases that show that an area under the curve differs from a null value, controls being `ratio` times as many.
    ///
    /// [z_{α/2} √V(A₀) + z_β √V(A)]² / (A − A₀)², V(A) = Q₁/k + Q₂ − A²(1/k + 1), Q₁ = A/(2 − A), Q₂ = 2A²/(1 + A).
    /// Areas in 0...1, the ratio positive. Source: Hanley and McNeil, Radiology 143 (1982) 29 and 148 (1983) 839.
    public static func areaUnderCurveCases(
        area: Double,
        null: Double,
        errors: ErrorRates,
        ratio: Double
    ) -> Result<PlannedNumber, NotEstimable> {
        precondition((0...1).contains(area) && (0...1).contains(null) && ratio > 0, "not two areas and a ratio")
        guard area != null else { return .failure(.zeroDenominator("the difference of the areas")) }
        func variance(_ area: Double) -> Double {
            let (q1, q2) = (area / (2 - area), 2 * area * area / (1 + area))
            return max(0, q1 / ratio + q2 - area * area * (1 / ratio + 1))
        }
        let root =
            errors.twoSidedQuantile * variance(null).squareRoot() + errors.powerQuantile * variance(area).squareRoot()
        return .success(PlannedNumber((root / (area - null)) * (root / (area - null))))
    }

    /// Patients whose diseased estimate a sensitivity to within a half-width: z² s (1 − s) / (d² prevalence).
    ///
    /// At a prevalence of 1 these are the diseased themselves. The sensitivity in 0...1, where 0 and 1 give no number;
    /// the half-width positive. For a specificity give the share without the disease as the prevalence, which lies in
    /// (0, 1]. Source: Buderer, Acad Emerg Med 3 (1996) 895.
    public static func sensitivity(
        _ sensitivity: Double,
        halfWidth: Double,
        prevalence: Double = 1,
        level: Double = 0.95
    ) -> Result<PlannedNumber, NotEstimable> {
        precondition((0...1).contains(sensitivity) && halfWidth > 0, "not a sensitivity and a half-width")
        precondition(prevalence > 0 && prevalence <= 1, "the prevalence must lie in (0, 1]")
        guard sensitivity > 0, sensitivity < 1 else {
            return .failure(.undefined("Wald's interval has no width at a sensitivity of 0 or 1"))
        }
        let ratio = NormalDistribution.criticalValue(level: level) / halfWidth
        return .success(PlannedNumber(ratio * ratio * sensitivity * (1 - sensitivity) / prevalence))
    }
}
