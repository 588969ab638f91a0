import Foundation

extension ConfusionMatrix {
    /// How much more often the diseased test positive than the healthy: sensitivity / (1 − specificity).
    ///
    /// Limits on the log scale where both cells have counts. Infinite without false positives, not estimable where
    /// nobody tests positive or a class is empty. Source: Simel, Samsa and Matchar, J Clin Epidemiol 44 (1991) 763.
    public func positiveLikelihoodRatio(level: Double = 0.95) -> Estimate {
        Self.ratio(sensitivity, specificity.complement, level: level, whole: "the number of test positives")
    }

    /// How much more often the diseased test negative than the healthy: (1 − sensitivity) / specificity.
    ///
    /// As for the positive ratio; infinite without true negatives.
    public func negativeLikelihoodRatio(level: Double = 0.95) -> Estimate {
        Self.ratio(sensitivity.complement, specificity, level: level, whole: "the number of test negatives")
    }

    /// The diagnostic odds ratio TP·TN / (FP·FN) with Woolf's limits, which need counts in all four cells.
    ///
    /// Infinite where only the denominator is zero, not estimable where both products are.
    /// Source: Glas et al., J Clin Epidemiol 56 (2003) 1129.
    public func diagnosticOddsRatio(level: Double = 0.95) -> Estimate {
        let cells = [truePositives, trueNegatives, falsePositives, falseNegatives]
        guard !cells.contains(0) else {
            if cells[0] > 0 && cells[1] > 0 { return .value(.infinity, interval: nil) }
            let isZero = cells[2] > 0 && cells[3] > 0
            return isZero
                ? .value(0, interval: nil)
                : .notEstimable(.undefined("the odds ratio is zero over zero"))
        }
        return Self.oddsRatio(cells.map(Double.init), level: level, method: .diagnosticWoolf)
    }

    /// The diagnostic odds ratio after adding one half to every cell, which always exists.
    ///
    /// Sources: Haldane, Ann Hum Genet 20 (1956) 309; Anscombe, Biometrika 43 (1956) 461.
    public func adjustedDiagnosticOddsRatio(level: Double = 0.95) -> Estimate {
        let cells = [truePositives, trueNegatives, falsePositives, falseNegatives]
        return Self.oddsRatio(cells.map { Double($0) + 0.5 }, level: level, method: .diagnosticHaldane)
    }

    private static func ratio(_ first: Proportion, _ second: Proportion, level: Double, whole: String) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else {
            return .notEstimable(first.total + second.total > 0 ? .oneOutcomeClass : .noObservations)
        }
        guard first.events + second.events > 0 else { return .notEstimable(.zeroDenominator(whole)) }
        guard first.events > 0, second.events > 0 else { return .value(p1 / p2, interval: nil) }
        let variance = logVariance(first) + logVariance(second)
        let interval = Interval.log(around: p1 / p2, logVariance: variance, level: level, method: .simelLog)
        return .value(p1 / p2, interval: interval)
    }

    /// Variance of the logarithm of a proportion with events.
    private static func logVariance(_ p: Proportion) -> Double {
        Double(p.complement.events) / (Double(p.events) * Double(p.total))
    }

    private static func oddsRatio(_ cells: [Double], level: Double, method: IntervalMethod) -> Estimate {
        let value = cells[0] / cells[2] * (cells[1] / cells[3])
        let variance = cells.reduce(0) { $0 + 1 / $1 }
        return .value(value, interval: .log(around: value, logVariance: variance, level: level, method: method))
    }
}

extension Interval {
    /// Limits symmetric on the log scale.
    fileprivate static func log(
        around value: Double,
        logVariance: Double,
        level: Double,
        method: IntervalMethod
    ) -> Interval {
        let factor = exp(NormalDistribution.criticalValue(level: level) * logVariance.squareRoot())
        return Interval(lower: value / factor, upper: value * factor, level: level, method: method)
    }
}

extension IntervalMethod {
    /// Simel 1991, on the logarithm of a likelihood ratio.
    public static let simelLog = IntervalMethod("Simel log")
    /// Woolf 1955, on the logarithm of an odds ratio.
    public static let diagnosticWoolf = IntervalMethod("Woolf log")
    /// Woolf after adding one half to every cell.
    public static let diagnosticHaldane = IntervalMethod("Woolf log, one half added")
}
