import Foundation

/// How many patients in the first of two groups show a difference of proportions, by a two-sided test.
public struct TwoProportionsSampleSize: Sendable, Equatable {
    /// Proportion in the first group.
    public let first: Double
    /// Proportion in the second group.
    public let second: Double
    /// Allowed errors.
    public let errors: ErrorRates
    /// Patients of the second group for one of the first.
    public let ratio: Double

    /// Proportions in 0...1, the ratio positive.
    public init(first: Double, second: Double, errors: ErrorRates, ratio: Double = 1) {
        precondition(
            (0...1).contains(first) && (0...1).contains(second) && ratio > 0,
            "not two proportions and a ratio"
        )
        self.first = first
        self.second = second
        self.errors = errors
        self.ratio = ratio
    }

    private var varianceSum: Double { first * (1 - first) + second * (1 - second) / ratio }

    /// The test with the pooled variance, without continuity correction.
    ///
    /// {z_{α/2} √[(1 + 1/r) p̄(1 − p̄)] + z_β √[p₁(1 − p₁) + p₂(1 − p₂)/r]}² / (p₁ − p₂)². For r = 1 equals R
    /// `power.prop.test`. Source: Fleiss, Statistical Methods for Rates and Proportions (1981), chapter 3.
    public var pooled: Result<PlannedNumber, NotEstimable> {
        planned { difference in
            let mean = (first + ratio * second) / (1 + ratio)
            let underNull = ((1 + 1 / ratio) * mean * (1 - mean)).squareRoot()
            let root = errors.twoSidedQuantile * underNull + errors.powerQuantile * varianceSum.squareRoot()
            return (root / difference) * (root / difference)
        }
    }

    /// Wald's test: (z_{α/2} + z_β)² [p₁(1 − p₁) + p₂(1 − p₂)/r] / (p₁ − p₂)².
    public var unpooled: Result<PlannedNumber, NotEstimable> {
        planned { difference in
            let root = (errors.twoSidedQuantile + errors.powerQuantile) / difference
            return root * root * varianceSum
        }
    }

    /// The pooled test with continuity correction.
    ///
    /// (√n + √[n + 2(1 + 1/r)/|p₁ − p₂|])² / 4, n without it.
    /// Source: Fleiss, Tytun and Ury, Biometrics 36 (1980) 343.
    public var continuityCorrected: Result<PlannedNumber, NotEstimable> {
        pooled.map { plain in
            let n = plain.exact
            let correction = 2 * (1 + 1 / ratio) / abs(first - second)
            let root = n.squareRoot() + (n + correction).squareRoot()
            return PlannedNumber(0.25 * root * root)
        }
    }

    /// The test of the arcsine-transformed proportions: (z_{α/2} + z_β)² (1 + 1/r) / h², h = 2 asin √p₁ − 2 asin √p₂.
    ///
    /// Equals R `pwr.2p.test`, which also counts the negligible far side.
    /// Source: Cohen, Statistical Power Analysis (1988), chapter 6.
    public var arcsine: Result<PlannedNumber, NotEstimable> {
        planned { _ in
            let effect = 2 * (asin(first.squareRoot()) - asin(second.squareRoot()))
            let root = (errors.twoSidedQuantile + errors.powerQuantile) / effect
            return root * root * (1 + 1 / ratio)
        }
    }

    private func planned(_ number: (Double) -> Double) -> Result<PlannedNumber, NotEstimable> {
        guard first != second else { return .failure(.zeroDenominator("the difference of the proportions")) }
        return .success(PlannedNumber(number(first - second)))
    }
}
