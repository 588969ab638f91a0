/// Predictive values at a prevalence that differs from the study's, by Bayes' theorem.
public struct PredictiveValues: Sendable, Equatable {
    /// Sensitivity of the test.
    public let sensitivity: Double
    /// Specificity of the test.
    public let specificity: Double
    /// Prevalence where the test would be used.
    public let prevalence: Double

    /// All three lie in [0, 1].
    public init(sensitivity: Double, specificity: Double, prevalence: Double) {
        precondition([sensitivity, specificity, prevalence].allSatisfy { (0...1).contains($0) }, "values lie in 0...1")
        self.sensitivity = sensitivity
        self.specificity = specificity
        self.prevalence = prevalence
    }

    /// Diseased among the test positive; not estimable where nobody would test positive.
    public var ppv: Estimate {
        Self.share(sensitivity * prevalence, (1 - specificity) * (1 - prevalence), of: "the rate of positive tests")
    }

    /// Healthy among the test negative; not estimable where nobody would test negative.
    public var npv: Estimate {
        Self.share(specificity * (1 - prevalence), (1 - sensitivity) * prevalence, of: "the rate of negative tests")
    }

    /// How many must be screened to find one case, 1/(sensitivity · prevalence); infinite where none would be found.
    public var numberNeededToScreen: Double { 1 / (sensitivity * prevalence) }

    /// How many test positives hold one case, 1/PPV.
    public var numberNeededToTest: Estimate {
        switch ppv {
        case .value(let ppv, _): .value(1 / ppv, interval: nil)
        case .notEstimable(let reason): .notEstimable(reason)
        }
    }

    private static func share(_ right: Double, _ wrong: Double, of what: String) -> Estimate {
        right + wrong > 0 ? .value(right / (right + wrong), interval: nil) : .notEstimable(.zeroDenominator(what))
    }
}
