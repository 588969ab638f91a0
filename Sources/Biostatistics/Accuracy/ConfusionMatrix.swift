/// The two-by-two table of a test against the truth, each participant counted once.
public struct ConfusionMatrix: Sendable, Equatable {
    /// Diseased and test positive.
    public let truePositives: Int
    /// Healthy and test positive.
    public let falsePositives: Int
    /// Diseased and test negative.
    public let falseNegatives: Int
    /// Healthy and test negative.
    public let trueNegatives: Int

    /// All counts are at least 0.
    public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
        precondition(
            min(truePositives, falsePositives, falseNegatives, trueNegatives) >= 0,
            "counts must not be negative"
        )
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
    }

    /// All with the disease.
    public var diseased: Int { truePositives + falseNegatives }
    /// All without the disease.
    public var healthy: Int { falsePositives + trueNegatives }
    /// All the test calls positive.
    public var testPositive: Int { truePositives + falsePositives }
    /// All the test calls negative.
    public var testNegative: Int { falseNegatives + trueNegatives }
    /// All in the table.
    public var total: Int { diseased + healthy }

    /// Test positive among the diseased.
    public var sensitivity: Proportion { Proportion(events: truePositives, total: diseased) }
    /// Test negative among the healthy.
    public var specificity: Proportion { Proportion(events: trueNegatives, total: healthy) }
    /// Positive predictive value: diseased among the test positive.
    public var ppv: Proportion { Proportion(events: truePositives, total: testPositive) }
    /// Negative predictive value: healthy among the test negative.
    public var npv: Proportion { Proportion(events: trueNegatives, total: testNegative) }
    /// Rightly called among all.
    public var accuracy: Proportion { Proportion(events: truePositives + trueNegatives, total: total) }
    /// Diseased among all.
    public var prevalence: Proportion { Proportion(events: diseased, total: total) }
    /// Test positive among all.
    public var apparentPrevalence: Proportion { Proportion(events: testPositive, total: total) }
}
