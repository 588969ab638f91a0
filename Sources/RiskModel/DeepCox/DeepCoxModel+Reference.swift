import Foundation

extension DeepCoxModel {
    /// Names the generator of the reference input in cards: scaled inputs of noise, the same on every machine.
    public static let referenceVersion = "noise-scaled-1"

    /// What the model computes for its reference input: log H₀(t) + lp for each output, which is log(−log(1 − P(t))).
    public func reference() -> ModelCard.Reference {
        let scaled = ReferenceInput.noise(survival.inputs.count).map(Double.init)
        let predictor = score(scaled: scaled).linearPredictor
        return ModelCard.Reference(
            input: Self.referenceVersion,
            logits: survival.baseline.map { log($0.cumulativeHazard) + predictor }
        )
    }

    /// Holds the model to the reference in its card.
    ///
    /// - Returns: The largest difference; nil where the card has no reference that is known here.
    /// - Throws: ``RiskModelError/referenceDiffers(model:difference:)`` for more than 1e-9, or 1e-9 of a value above 1.
    public func checkReference() throws -> Double? {
        guard let expected = card.reference, expected.input == Self.referenceVersion else { return nil }
        let differences = zip(reference().logits, expected.logits).map { ($0, $1, abs($0 - $1)) }
        for (_, expected, difference) in differences where !(difference <= 1e-9 * max(1, abs(expected))) {
            throw RiskModelError.referenceDiffers(model: card.id, difference: difference)
        }
        return differences.map(\.2).max()
    }
}
