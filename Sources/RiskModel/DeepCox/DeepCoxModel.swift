public import Foundation

/// A deep Cox network with its card, ready to score patients.
///
/// May be shared by any number of tasks.
public struct DeepCoxModel: Sendable {
    /// The version of the preprocessing that cards of this family name: inputs by mean and standard deviation.
    public static let preprocessing = "standardised"

    /// What the model is and how its outputs are read.
    public let card: ModelCard
    /// The card's section on survival.
    public let survival: ModelCard.Survival
    let network: DeepCoxNetwork

    /// Joins weights with the card that describes them.
    ///
    /// - Throws: ``RiskModelError`` when the digest or number of inputs differs from the card's.
    public init(weights: DeepCoxWeights, card: ModelCard) throws {
        try card.validate()
        guard let survival = card.survival else {
            throw RiskModelError.malformedCard(reason: "architecture \(card.architecture) predicts no time to an event")
        }
        guard weights.digest == card.weightsSHA256 else {
            throw RiskModelError.weightsDiffer(model: card.id, expected: card.weightsSHA256, found: weights.digest)
        }
        guard weights.shape.inputs == survival.inputs.count else {
            let reason = "\(survival.inputs.count) inputs, but the weights have \(weights.shape.inputs)"
            throw RiskModelError.malformedCard(reason: reason)
        }
        self.card = card
        self.survival = survival
        network = DeepCoxNetwork(weights)
    }

    /// Loads a safetensors file and its card.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor or the field at fault.
    public init(safetensors: Data, card: Data) throws {
        try self.init(weights: DeepCoxWeights(safetensors: safetensors), card: ModelCard(json: card))
    }

    /// The network's folds, layers and inputs.
    public var shape: DeepCoxShape { network.shape }

    /// Scores one patient.
    ///
    /// - Parameter values: As measured, in the order of the card's inputs.
    /// - Returns: Scores and probabilities.
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` naming the first input that is not to be used, and why.
    public func score(_ values: [Double]) throws -> DeepCoxScore {
        guard values.count == survival.inputs.count else {
            throw RiskModelError.wrongInput(reason: "\(values.count) values for \(survival.inputs.count) inputs")
        }
        for (input, value) in zip(survival.inputs, values) {
            guard let fault = input.fault(of: value) else { continue }
            throw RiskModelError.wrongInput(reason: input.explanation(of: fault))
        }
        return score(scaled: zip(survival.inputs, values).map { $0.scaled($1) })
    }

    /// Scores one patient whose inputs are scaled already.
    func score(scaled: [Double]) -> DeepCoxScore {
        let folds = network.outputs(scaled)
        let deep = folds.reduce(0, +) / Double(folds.count)
        let sum = zip(survival.inputs, scaled).reduce(0) { $0 + $1.0.coefficient * $1.1 }
        let predictor = sum + survival.deepScore.coefficient * deep
        let probabilities = survival.probabilities(at: predictor)
        return DeepCoxScore(
            folds: folds,
            deepScore: deep,
            linearPredictor: predictor,
            probabilities: probabilities,
            tier: survival.tier(of: probabilities)
        )
    }
}

extension ModelCard.Survival {
    /// Probability of the event by each day of the baseline.
    public func probabilities(at linearPredictor: Double) -> [Double] {
        let hazard = exp(linearPredictor)
        // As it is written, 1 − exp(−x) loses the places of small probabilities.
        return baseline.map { -expm1(-$0.cumulativeHazard * hazard) }
    }

    /// The tier of probabilities by day; nil where the card has none.
    public func tier(of probabilities: [Double]) -> String? {
        guard let tiers, let place = baseline.firstIndex(where: { $0.day == tiers.day }) else { return nil }
        return tiers.label(for: probabilities[place])
    }
}
