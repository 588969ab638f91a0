public import Foundation

/// What a model says about one recording.
public struct RiskOutputs: Sendable, Equatable {
    /// Digest of the prepared input that was scored.
    public let inputDigest: Data
    /// In the order of the model's outputs.
    public let outputs: [RiskOutput]

    /// The output of a label; nil where the model has none.
    public subscript(label: String) -> RiskOutput? {
        outputs.first { $0.label == label }
    }
}

/// One output of a model for one recording.
public struct RiskOutput: Sendable, Equatable {
    /// Such as `shd`.
    public let label: String
    /// What the network computes.
    public let logit: Double
    /// Calibrated probability, 0...1.
    public let probability: Double

    /// - Parameters:
    ///   - label: The output's name.
    ///   - logit: What the network computes.
    ///   - prior: Prevalence π in (0, 1) where the output was fitted with class weights.
    init(label: String, logit: Double, prior: Double?) {
        self.label = label
        self.logit = logit
        probability = Self.calibrated(logit, prior: prior)
    }

    /// Probability as the network gives it, before calibration, 0...1.
    public var rawProbability: Double { Self.sigmoid(logit) }

    /// sigmoid(logit(p) + logit(π)), where logit(p) is the network's logit itself.
    private static func calibrated(_ logit: Double, prior: Double?) -> Double {
        guard let prior else { return sigmoid(logit) }
        return sigmoid(logit + log(prior / (1 - prior)))
    }

    /// Does not overflow for large negative x, and keeps small probabilities exact.
    private static func sigmoid(_ x: Double) -> Double {
        x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    }
}
