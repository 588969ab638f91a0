/// One prepared recording of noise, the same on every machine, by which a network is held to its card.
///
/// A linear congruential generator (Numerical Recipes' constants) gives numbers from −1 to 1 that float32 holds exactly.
public enum ReferenceInput {
    /// Names the generator and its seed in cards.
    public static let version = "noise-1"

    static let input: PreparedInput = {
        let numbers = noise(ResNetShape.samples * ResNetShape.leads + ResNetShape.tabularCount)
        return PreparedInput(
            waveform: Array(numbers.dropLast(ResNetShape.tabularCount)),
            tabular: Array(numbers.suffix(ResNetShape.tabularCount)),
            remarks: []
        )
    }()

    /// So many numbers of the generator, from its first on.
    static func noise(_ count: Int) -> [Float] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / 8_388_608 - 1
        }
    }
}

extension RiskModel {
    /// What the network computes for ``ReferenceInput``.
    ///
    /// - Throws: ``RiskModelError/engine(reason:)``.
    public func reference() throws -> ModelCard.Reference {
        let logits = try assess([ReferenceInput.input]).flatMap { $0.outputs.map(\.logit) }
        return ModelCard.Reference(input: ReferenceInput.version, logits: logits)
    }

    /// Holds the network to the logits in its card.
    ///
    /// - Returns: The largest difference; nil where the card has no reference that is known here.
    /// - Throws: ``RiskModelError/referenceDiffers(model:difference:)`` for more than 1e-5, or 1e-5 of a logit above 1.
    public func checkReference() throws -> Double? {
        guard let expected = card.reference, expected.input == ReferenceInput.version else { return nil }
        let found = try reference().logits
        for (found, expected) in zip(found, expected.logits) {
            guard abs(found - expected) <= 1e-5 * max(1, abs(expected)) else {
                throw RiskModelError.referenceDiffers(model: card.id, difference: abs(found - expected))
            }
        }
        return zip(found, expected.logits).map { abs($0 - $1) }.max()
    }
}
