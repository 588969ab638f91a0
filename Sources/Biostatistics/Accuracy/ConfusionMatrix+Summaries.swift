extension ConfusionMatrix {
    /// Healthy among the test positive: one minus the positive predictive value.
    public var falseDiscovery: Proportion { Proportion(events: falsePositives, total: testPositive) }
    /// Diseased among the test negative: one minus the negative predictive value.
    public var falseOmission: Proportion { Proportion(events: falseNegatives, total: testNegative) }

    /// Mean of sensitivity and specificity; nil where a class is empty.
    public var balancedAccuracy: Double? {
        guard let sensitivity = sensitivity.estimate, let specificity = specificity.estimate else { return nil }
        return (sensitivity + specificity) / 2
    }

    /// Harmonic mean of sensitivity and positive predictive value, 2TP / (2TP + FP + FN); nil where all are true negatives.
    public var f1: Double? {
        let twice = 2 * Double(truePositives)
        let all = twice + Double(falsePositives) + Double(falseNegatives)
        return all > 0 ? twice / all : nil
    }

    /// Correlation of test and truth (Matthews); nil where a margin is empty.
    ///
    /// (TP·TN − FP·FN) / √(test positive · test negative · diseased · healthy).
    /// Source: Matthews, Biochim Biophys Acta 405 (1975) 442.
    public var matthewsCorrelation: Double? {
        let margins = [testPositive, testNegative, diseased, healthy].map { Double($0).squareRoot() }
        guard margins.allSatisfy({ $0 > 0 }) else { return nil }
        // One by one: the product of four margins would leave the range of exact numbers.
        return determinant / (margins[0] * margins[1]) / (margins[2] * margins[3])
    }

    /// Sensitivity plus specificity minus one, with Wald limits, which may leave −1...1.
    ///
    /// Source: Youden, Cancer 3 (1950) 32.
    public func youdenIndex(level: Double = 0.95) -> Estimate {
        guard diseased > 0, healthy > 0 else { return .notEstimable(total > 0 ? .oneOutcomeClass : .noObservations) }
        let (n1, n0) = (Double(diseased), Double(healthy))
        let value = determinant / n1 / n0
        let ofSensitivity = Double(truePositives) / n1 * (Double(falseNegatives) / n1) / n1
        let ofSpecificity = Double(trueNegatives) / n0 * (Double(falsePositives) / n0) / n0
        let half = NormalDistribution.criticalValue(level: level) * (ofSensitivity + ofSpecificity).squareRoot()
        return .value(
            value,
            interval: Interval(lower: value - half, upper: value + half, level: level, method: .youdenWald)
        )
    }

    /// TP·TN − FP·FN without the loss of nearly equal products.
    private var determinant: Double {
        let (a, b) = (Double(truePositives), Double(falsePositives))
        let (c, d) = (Double(falseNegatives), Double(trueNegatives))
        let (right, wrong) = (a * d, b * c)
        let remainder = (-right).addingProduct(a, d) - (-wrong).addingProduct(b, c)
        return (right - wrong) + remainder
    }
}

extension IntervalMethod {
    /// Sensitivity and specificity as independent binomials, symmetric about their sum.
    public static let youdenWald = IntervalMethod("Wald")
}
