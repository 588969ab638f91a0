import Foundation
import Testing

@testable import RiskModel

@Suite struct ModelFitTests {
    /// Noise; where the label is set, every lead carries a larger wave.
    static func recordings(_ count: Int) -> (inputs: [PreparedInput], labels: [[Bool]]) {
        var noise = Noise(seed: 9)
        let labels = (0..<count).map { [$0 % 2 == 0, $0 % 3 == 0] }
        let inputs = labels.map { label in
            let amplitude: Float = label[0] ? 2 : 1
            let waveform = (0..<30_000).map { amplitude * sin(Float($0 / 12) / 20) + noise.next() }
            return PreparedInput(waveform: waveform, tabular: (0..<7).map { _ in noise.next() }, remarks: [])
        }
        return (inputs, labels)
    }

    @Test func `a fitted model tells apart what can be told apart, and repeats to the byte`() throws {
        let (inputs, labels) = Self.recordings(40)
        let fits = try (0..<2).map { _ in
            try ModelFit(
                inputs: inputs,
                labels: labels,
                outputs: ["large", "other"],
                width: 2,
                seed: 4,
                population: "noise"
            )
        }
        #expect(fits[0].weights.safetensors == fits[1].weights.safetensors)
        #expect(fits[0].performance == fits[1].performance)
        #expect(fits[0].performance[0].auroc ?? 0 > 0.95)
        #expect(fits[0].performance.map(\.events) == [20, 14])
        #expect(fits[0].fitting.seed == 4)
    }

    @Test func `another seed gives another network`() throws {
        let waveforms = Self.recordings(2).inputs.map(\.waveform)
        let shape = try ResNetShape(width: 1, outputs: 1)
        let digests = try [1, 2].map {
            try RandomNetwork.weights(shape: shape, seed: $0, calibratedOn: waveforms).digest
        }
        #expect(digests[0] != digests[1])
    }

    @Test func `normalisation is set so that each layer's output has mean 0 and variance 1`() throws {
        let waveforms = Self.recordings(3).inputs.map(\.waveform)
        let shape = try ResNetShape(width: 2, outputs: 1)
        let weights = try RandomNetwork.weights(shape: shape, seed: 1, calibratedOn: waveforms)
        // The stem by direct loops: its mean and variance over all recordings and positions are the running ones.
        let kernel = weights.values("conv1.weight")
        let outputs = waveforms.flatMap { waveform in
            (0..<1250).map { position in
                (0..<12 * 15).reduce(0.0) { sum, place in
                    let sample = 2 * position + place % 15 - 7
                    guard (0..<2500).contains(sample) else { return sum }
                    return sum + Double(kernel[place]) * Double(waveform[sample * 12 + place / 15])
                }
            }
        }
        let mean = outputs.reduce(0, +) / Double(outputs.count)
        let variance = outputs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(outputs.count)
        #expect(abs(Double(weights.values("bn1.running_mean")[0]) - mean) < 1e-5)
        #expect(abs(Double(weights.values("bn1.running_var")[0]) - variance) < 1e-4 * variance)
    }

    @Test func `recordings and labels that do not match are refused`() throws {
        let (inputs, labels) = Self.recordings(12)
        #expect(throws: RiskModelError.self) {
            try ModelFit(inputs: inputs, labels: labels, outputs: ["one"], width: 1, seed: 1, population: "noise")
        }
        #expect(throws: RiskModelError.self) {
            try ModelFit(
                inputs: inputs,
                labels: Array(labels.dropLast()),
                outputs: ["a", "b"],
                width: 1,
                seed: 1,
                population: "noise"
            )
        }
        #expect(throws: RiskModelError.self) {
            try RandomNetwork.weights(
                shape: ResNetShape(width: 1, outputs: 1),
                seed: 1,
                calibratedOn: [inputs[0].waveform]
            )
        }
    }
}
