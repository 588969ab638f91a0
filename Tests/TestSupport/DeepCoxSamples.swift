package import RiskModel

/// A made-up model of two folds, three inputs and one hidden layer, whose card has everything a card may have; and cards
/// like it for other made-up models.
package enum DeepCoxSamples {
    /// Pseudo-random weights in [−1, 1).
    ///
    /// - Parameters:
    ///   - folds: networks.
    ///   - widths: values before each layer, then 1.
    ///   - seed: decides them.
    /// - Returns: the weights.
    /// - Throws: ``RiskModelError`` where no network is like that.
    package static func weights(
        folds: Int = 2,
        widths: [Int] = [3, 4, 1],
        seed: UInt32 = 1
    ) throws -> DeepCoxWeights {
        var shapes: [String: [Int]] = [:]
        for fold in 0..<folds {
            for layer in 1..<widths.count {
                shapes["fold_\(fold).layer\(layer).weight"] = [widths[layer - 1], widths[layer]]
                shapes["fold_\(fold).layer\(layer).bias"] = [widths[layer]]
            }
        }
        var state = seed
        let tensors = shapes.sorted { $0.key < $1.key }.map { name, size in
            let values = (0..<size.reduce(1, *)).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(state >> 8) / 8_388_608 - 1
            }
            return (name, Tensor(shape: size, values: values))
        }
        return try DeepCoxWeights(tensors: Dictionary(uniqueKeysWithValues: tensors))
    }

    /// The section of the card on survival.
    package static let survival = ModelCard.Survival(
        event: "death or ventilation",
        inputs: [
            .init(
                name: "Smoker",
                label: "Smoker",
                kind: .binary,
                coefficient: 0.7,
                limits: .init(0, 1),
                axis: .init(0, 1)
            ),
            .init(
                name: "Drugs",
                label: "Drugs taken",
                kind: .count,
                mean: 2,
                sd: 1.5,
                coefficient: -0.2,
                limits: .init(0, 20),
                axis: .init(0, 8)
            ),
            .init(
                name: "Blood.lactate",
                label: "Lactate in blood",
                unit: "mmol/L",
                kind: .continuous,
                mean: 1.5,
                sd: 0.8,
                coefficient: 0.4,
                limits: .init(0, 40),
                axis: .init(0, 10)
            ),
        ],
        deepScore: .init(coefficient: 1.2, axis: .init(-1, 1)),
        baseline: [.init(day: 7, cumulativeHazard: 0.02), .init(day: 28, cumulativeHazard: 0.05)],
        tiers: .init(day: 28, bands: [.init("low", upTo: 0.03), .init("middle", upTo: 0.2), .init("high")])
    )

    /// A card that goes with weights.
    ///
    /// - Parameters:
    ///   - weights: whose digest it names.
    ///   - id: of the model.
    ///   - outputs: their labels; they do not follow the section, whose faults a card has to find.
    ///   - survival: the section.
    /// - Returns: the card.
    package static func card(
        _ weights: DeepCoxWeights,
        id: String = "made-up",
        outputs: [String] = ["event_7d", "event_28d"],
        survival: ModelCard.Survival? = survival
    ) -> ModelCard {
        ModelCard(
            id: id,
            title: "Made up",
            architecture: DeepCoxShape.architecture,
            intendedUse: "Tests",
            notForPatients: true,
            weightsSHA256: weights.digest,
            preprocessing: DeepCoxModel.preprocessing,
            outputs: outputs.map { .init(label: $0) },
            fitting: .init(description: "Not fitted"),
            survival: survival
        )
    }

    /// The model itself.
    ///
    /// - Throws: ``RiskModelError``, which would be a mistake here.
    package static func model() throws -> DeepCoxModel {
        let weights = try weights()
        return try DeepCoxModel(weights: weights, card: card(weights))
    }
}
