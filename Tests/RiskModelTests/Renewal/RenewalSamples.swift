import Foundation

@testable import RiskModel

/// Labelled recordings of a small network, made from a seed: labels follow the network's own logits.
enum RenewalSamples {
    static let outputs = ["first", "second", "third"]

    /// Weights whose output layer spreads the logits of these inputs.
    static func weights(seed: UInt64 = 1) throws -> ResNetWeights {
        try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: outputs.count, seed: seed))
    }

    static func card(_ weights: ResNetWeights, priors: [Double?] = [0.2, nil, nil]) -> ModelCard {
        ModelCard(
            id: "small",
            title: "Small",
            intendedUse: "Tests.",
            notForPatients: false,
            weightsSHA256: weights.digest,
            preprocessing: EchoNextPreprocessing.version,
            outputs: zip(outputs, priors).map { .init(label: $0, prior: $1) },
            operatingPoints: [
                .init(name: "quarter", output: "first", threshold: 0.25, source: "made up"),
                .init(name: "half", output: "third", threshold: 0.5, source: "made up"),
            ],
            fitting: .init(description: "Random.", seed: 1),
            performance: [.init(output: "first", auroc: 0.6, recordings: 9, events: 4, population: "elsewhere")]
        )
    }

    /// Inputs that differ in their tabular values, which the output layer sees as they are; waveforms are flat.
    static func inputs(_ count: Int, seed: UInt64 = 5) -> [PreparedInput] {
        var noise = Noise(seed: seed)
        let waveform = [Float](repeating: 0, count: 30_000)
        return (0..<count).map { _ in
            PreparedInput(waveform: waveform, tabular: (0..<7).map { _ in 2 * noise.next() }, remarks: [])
        }
    }

    /// Calibrated logits of a model, prior included: recordings × outputs.
    static func logits(_ weights: ResNetWeights, _ card: ModelCard, _ inputs: [PreparedInput]) throws -> [[Double]] {
        let model = try RiskModel(weights: weights, card: card)
        return try inputs.map { input in
            let outputs = try model.assess([input])[0].outputs
            return outputs.map { log($0.probability / (1 - $0.probability)) }
        }
    }

    /// Labels drawn with the chances that `chance` makes of a calibrated logit; the third output has none.
    static func labels(_ logits: [[Double]], seed: UInt64 = 8, _ chance: (Double) -> Double) -> [[Bool?]] {
        var noise = Noise(seed: seed)
        return logits.map { row in
            row.enumerated().map { place, logit in
                let drawn = Double(noise.next() + 1) / 2 < chance(logit)
                return place < 2 ? drawn : nil
            }
        }
    }

    static func features(
        _ weights: ResNetWeights,
        _ inputs: [PreparedInput],
        _ labels: [[Bool?]],
        patients: Int? = nil,
        strata: [String]? = nil,
        eligible: [String: Int]? = nil
    ) throws -> LabelledFeatures {
        var features = try LabelledFeatures(of: weights, eligible: eligible)
        try features.add(
            inputs.indices.map { place in
                LabelledRecording(
                    input: inputs[place],
                    labels: labels[place],
                    patient: "\(place % (patients ?? inputs.count))",
                    stratum: strata?[place]
                )
            }
        )
        return features
    }
}
