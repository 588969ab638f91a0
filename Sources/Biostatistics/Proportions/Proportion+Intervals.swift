import Foundation

extension IntervalMethod {
    /// Newcombe 1998 (one sample), method 4.
    public static let wilsonCorrected = IntervalMethod("Wilson score, continuity corrected")
    /// Agresti and Coull 1998.
    public static let agrestiCoull = IntervalMethod("Agresti–Coull")
    /// Brown, Cai and DasGupta 2001.
    public static let jeffreys = IntervalMethod("Jeffreys")
    /// Exact tails less half the probability of what was observed.
    public static let midP = IntervalMethod("mid-P exact")
    /// Symmetric about the estimate; for comparison only.
    public static let wald = IntervalMethod("Wald")
}

extension Proportion {
    /// The proportion with Wilson's interval after a continuity correction of 1/(2n), Newcombe's method 4.
    ///
    /// A limit is exactly 0 or 1 at 0/n and n/n. R's `prop.test(correct = TRUE)` shrinks the correction near one half and
    /// so differs there. Source: Newcombe, Statistics in Medicine 17 (1998) 857.
    public func wilsonCorrected(level: Double = 0.95) -> Estimate {
        estimate(.wilsonCorrected, level: level) { p, n, z in
            let q = 1 - p
            let width = 2 * (n + z * z)
            let below = max(0, z * z - 2 - 1 / n + 4 * p * (n * q + 1)).squareRoot()
            let above = max(0, z * z + 2 - 1 / n + 4 * p * (n * q - 1)).squareRoot()
            let lower = (2 * n * p + z * z - 1 - z * below) / width
            let upper = (2 * n * p + z * z + 1 + z * above) / width
            return (events == 0 ? 0 : lower, events == total ? 1 : upper)
        }
    }

    /// The proportion with the Agresti–Coull interval: Wald's about Wilson's midpoint, clipped to [0, 1].
    ///
    /// Equals R `binom::binom.agresti.coull`. Source: Agresti and Coull, American Statistician 52 (1998) 119.
    public func agrestiCoull(level: Double = 0.95) -> Estimate {
        estimate(.agrestiCoull, level: level) { _, n, z in
            let size = n + z * z
            let middle = (Double(events) + 0.5 * z * z) / size
            let half = z * (middle * (1 - middle) / size).squareRoot()
            return (middle - half, middle + half)
        }
    }

    /// The proportion with quantiles of Beta(x + ½, n − x + ½) for limits; exactly 0 at 0/n and 1 at n/n.
    ///
    /// Equals R `qbeta`. Source: Brown, Cai and DasGupta, Statistical Science 16 (2001) 101.
    public func jeffreys(level: Double = 0.95) -> Estimate {
        let tail = NormalDistribution.tail(level: level)
        return estimate(.jeffreys, level: level) { _, _, _ in
            let (a, b) = (Double(events) + 0.5, Double(total - events) + 0.5)
            return (
                events == 0 ? 0 : BetaDistribution.quantile(tail, a: a, b: b),
                events == total ? 1 : BetaDistribution.upperQuantile(tail, a: a, b: b)
            )
        }
    }

    /// The proportion with Wald's interval, clipped to [0, 1]; poor in small samples, so only to compare.
    public func wald(level: Double = 0.95) -> Estimate {
        estimate(.wald, level: level) { p, n, z in
            let half = z * (p * (1 - p) / n).squareRoot()
            return (p - half, p + half)
        }
    }

    /// The proportion with the interval that inverts two one-sided mid-P tests; closed forms at 0/n and n/n.
    ///
    /// Each limit gives P(beyond x) + ½ P(x) the value (1 − level)/2. Source: Berry and Armitage, Statistician 44 (1995)
    /// 417.
    public func midP(level: Double = 0.95) -> Estimate {
        let tail = NormalDistribution.tail(level: level)
        return estimate(.midP, level: level) { _, _, _ in
            (midLower(tail: tail), 1 - complement.midLower(tail: tail))
        }
    }

    /// The point with limits made from p, n and z, clipped to [0, 1].
    private func estimate(
        _ method: IntervalMethod,
        level: Double,
        limits: (Double, Double, Double) -> (Double, Double)
    ) -> Estimate {
        guard let estimate else { return .notEstimable(.noObservations) }
        let (lower, upper) = limits(estimate, Double(total), NormalDistribution.criticalValue(level: level))
        let interval = Interval(lower: max(0, lower), upper: min(1, upper), level: level, method: method)
        return .value(estimate, interval: interval)
    }

    /// The p at which the upper mid-P tail of the events equals `tail`: the root of its logarithm over the logit.
    private func midLower(tail: Double) -> Double {
        if events == 0 { return 0 }
        if events == total { return exp(log(2 * tail) / Double(total)) }
        let logit = root(in: -40...40) { logit in
            let p = 1 / (1 + exp(-logit))
            let beyond = BinomialDistribution.upperTail(events, trials: total, probability: p)
            let mid = beyond - 0.5 * BinomialDistribution.mass(events, trials: total, probability: p)
            return log(mid / tail)
        }
        return 1 / (1 + exp(-logit))
    }
}
