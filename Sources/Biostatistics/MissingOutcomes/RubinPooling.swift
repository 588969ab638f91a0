import Foundation

extension IntervalMethod {
    /// Rubin's rules with the degrees of freedom of Barnard and Rubin.
    public static let rubin = IntervalMethod("Rubin's rules, Barnard–Rubin t")
}

/// Estimates of several completed data sets pooled by Rubin's rules.
///
/// Equals R `mice::pool.scalar`, which floors lambda at 1e-4 where nothing varies between the data sets.
/// Sources: Rubin 1987; Barnard and Rubin, Biometrika 86 (1999) 948.
public struct RubinPooling: Sendable, Equatable {
    /// The mean of the estimates.
    public let estimate: Double
    /// The mean of their variances.
    public let within: Double
    /// The variance of the estimates, n − 1 in the denominator.
    public let between: Double
    /// How many data sets were pooled.
    public let imputations: Int
    /// Degrees of freedom that complete data would have; infinite for a normal reference.
    public let completeDF: Double

    /// As many variances (at least 0) as estimates; refused below two, as one says nothing of the missing.
    public static func pool(
        _ estimates: [Double],
        variances: [Double],
        completeDF: Double = .infinity
    ) -> Result<RubinPooling, NotEstimable> {
        precondition(estimates.count == variances.count, "one variance an estimate")
        precondition(
            variances.allSatisfy { $0 >= 0 } && completeDF > 0,
            "variances and degrees of freedom are positive"
        )
        let summary = ContinuousSummary(estimates)
        guard let mean = summary.mean else { return .failure(.noObservations) }
        guard let deviation = summary.standardDeviation else { return .failure(.tooFew("imputations", needed: 2)) }
        return .success(
            RubinPooling(
                estimate: mean,
                within: CompensatedSum.of(variances) / Double(variances.count),
                between: deviation * deviation,
                imputations: estimates.count,
                completeDF: completeDF
            )
        )
    }

    /// (1 + 1/m) B: the part of the variance that the missing data add.
    private var added: Double { (1 + 1 / Double(imputations)) * between }

    /// Within plus (1 + 1/m) between.
    public var total: Double { within + added }

    /// √ total.
    public var standardError: Double { total.squareRoot() }

    /// How much the missing data raise the variance, r; infinite where the variances within are 0.
    public var relativeIncrease: Estimate {
        total > 0 ? .value(added / within, interval: nil) : .notEstimable(.zeroDenominator("the variance"))
    }

    /// The share of the variance that the missing data cause, λ.
    public var lambda: Estimate {
        total > 0 ? .value(added / total, interval: nil) : .notEstimable(.zeroDenominator("the variance"))
    }

    /// Rubin's degrees of freedom, (m − 1)/λ²; infinite where nothing varies between the data sets.
    public var rubinDF: Estimate {
        guard let lambda = lambda.point else { return lambda }
        return .value(Double(imputations - 1) / (lambda * lambda), interval: nil)
    }

    /// The degrees of freedom of Barnard and Rubin, never more than complete data have.
    public var barnardRubinDF: Estimate {
        guard let rubin = rubinDF.point, let lambda = lambda.point else { return rubinDF }
        let observed = completeDF.isInfinite ? 1 : (completeDF + 1) / (completeDF + 3)
        let observedDF = lambda == 1 ? 0 : observed * completeDF * (1 - lambda)
        return .value(1 / (1 / rubin + 1 / observedDF), interval: nil)
    }

    /// The fraction of missing information, (r + 2/(df + 3))/(r + 1).
    public var missingInformation: Estimate {
        guard let r = relativeIncrease.point, let df = barnardRubinDF.point else { return relativeIncrease }
        return .value(r.isInfinite ? 1 : (r + 2 / (df + 3)) / (r + 1), interval: nil)
    }

    /// The estimate with Student's t interval on Barnard and Rubin's degrees of freedom.
    public func interval(level: Double = 0.95) -> Estimate {
        guard let df = barnardRubinDF.point, df > 0 else { return .value(estimate, interval: nil) }
        let half = StudentTDistribution.criticalValue(level: level, df: df) * standardError
        guard half.isFinite else { return .value(estimate, interval: nil) }
        let limits = Interval(lower: estimate - half, upper: estimate + half, level: level, method: .rubin)
        return .value(estimate, interval: limits)
    }

    /// Two-sided p of the estimate against 0.
    public var p: Result<Double, NotEstimable> {
        guard let df = barnardRubinDF.point else { return .failure(.zeroDenominator("the variance")) }
        guard df > 0 else { return .failure(.zeroDenominator("the degrees of freedom")) }
        return .success(StudentTDistribution.twoSidedP(estimate / standardError, df: df))
    }
}

extension RubinPooling {
    /// Pools one proportion of several completed data sets on the logit scale and carries it back.
    ///
    /// Not estimable where a data set has no events or only events, whose logit is infinite.
    public static func proportions(_ proportions: [Proportion], level: Double = 0.95) -> Estimate {
        guard let total = proportions.map(\.total).min(), total > 1 else {
            return .notEstimable(.tooFew("observations", needed: 2))
        }
        guard proportions.allSatisfy({ $0.events > 0 && $0.events < $0.total }) else {
            return .notEstimable(.oneOutcomeClass)
        }
        let logits = proportions.map { log(Double($0.events) / Double($0.total - $0.events)) }
        let variances = proportions.map { 1 / Double($0.events) + 1 / Double($0.total - $0.events) }
        switch pool(logits, variances: variances, completeDF: Double(total - 1)) {
        case .failure(let reason): return .notEstimable(reason)
        case .success(let pooled):
            let carry = { (logit: Double) in 1 / (1 + exp(-logit)) }
            let limits = pooled.interval(level: level).interval.map {
                Interval(lower: carry($0.lower), upper: carry($0.upper), level: level, method: .rubin)
            }
            return .value(carry(pooled.estimate), interval: limits)
        }
    }
}
