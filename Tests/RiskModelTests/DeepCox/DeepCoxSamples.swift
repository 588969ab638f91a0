import Foundation

@testable import RiskModel

/// A made-up model of two folds, three inputs and one hidden layer, whose card has everything a card may have.
enum DeepCoxSamples {
    typealias Survival = ModelCard.Survival

    static func weights(folds: Int = 2, widths: [Int] = [3, 4, 1], seed: UInt32 = 1) throws -> DeepCoxWeights {
        var state = seed
        let shape = try DeepCoxShape(folds: folds, widths: widths)
        let names = shape.tensorShapes.sorted { $0.key < $1.key }
        let tensors = names.map { name, size in
            let values = (0..<size.reduce(1, *)).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return Float(state >> 8) / 8_388_608 - 1
            }
            return (name, Tensor(shape: size, values: values))
        }
        return try DeepCoxWeights(tensors: Dictionary(uniqueKeysWithValues: tensors))
    }

    static let survival = Survival(
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

    static func card(_ weights: DeepCoxWeights, survival: Survival? = survival) -> ModelCard {
        ModelCard(
            id: "made-up",
            title: "Made up",
            architecture: DeepCoxShape.architecture,
            intendedUse: "Tests",
            notForPatients: true,
            weightsSHA256: weights.digest,
            preprocessing: DeepCoxModel.preprocessing,
            outputs: [.init(label: "event_7d"), .init(label: "event_28d")],
            fitting: .init(description: "Not fitted"),
            survival: survival
        )
    }

    static func model() throws -> DeepCoxModel {
        let weights = try weights()
        return try DeepCoxModel(weights: weights, card: card(weights))
    }
}
