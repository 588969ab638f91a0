import Foundation
import RiskModel
import Testing

@Suite struct ResNet1DTabularTests {
    static let model = "data/model/resnet1d_tabular_random"

    @Test(.enabled(if: SharedData.has(model + ".safetensors")), arguments: ["safetensors", "pt", "onnx"])
    func `logits of the random network are PyTorch's to 1e-5, from each of its files`(suffix: String) throws {
        let weights = try ImportedWeights(file: Data(contentsOf: SharedData.url(Self.model + "." + suffix))).weights
        #expect(weights.shape.width == 16)
        #expect(weights.shape.outputs == 12)
        #expect(weights.shape.parameterCount == 1_046_080)
        let waveforms = try NumPyArray(file: Data(contentsOf: SharedData.url(Self.model + "_waveform.npy")))
        let tabular = try NumPyArray(file: Data(contentsOf: SharedData.url(Self.model + "_tabular.npy")))
        let expected = try NumPyArray(file: Data(contentsOf: SharedData.url(Self.model + "_logits.npy")))
        #expect(waveforms.shape == [4, 1, 2500, 12])
        let logits = try ResNet1DTabular(weights).logits(waveforms: waveforms.values, tabular: tabular.values)
        #expect(logits.count == 4)
        for (found, wanted) in zip(logits.joined(), expected.values) { #expect(abs(found - wanted) <= 1e-5) }
    }

    @Test(.enabled(if: SharedData.has(model + ".pt")))
    func `PyTorch's file gives the bytes of its safetensors, and the graph exported from it proves to be its folding`()
        throws
    {
        let files = try ["safetensors", "pt"].map { suffix in
            try ImportedWeights(file: Data(contentsOf: SharedData.url(Self.model + "." + suffix))).weights
        }
        #expect(files[0].digest == files[1].digest)
        #expect(files[0].safetensors == files[1].safetensors)
        let graph = try ImportedWeights(file: Data(contentsOf: SharedData.url(Self.model + ".onnx")))
        #expect(graph.weights.isFolded)
        #expect(graph.weights.fingerprint == files[0].fingerprint)
        #expect(try graph.restored(from: files[1]).weights.digest == files[0].digest)
    }

    @Test(arguments: [1, 2, 8])
    func `a seeded network agrees with direct loops`(width: Int) throws {
        let tensors = try SmallNetwork.tensors(width: width, outputs: 3, seed: UInt64(width))
        let input = SmallNetwork.input(rows: 1)
        let network = try ResNet1DTabular(ResNetWeights(tensors: tensors))
        let found = try network.logits(waveforms: input.waveforms, tabular: input.tabular)[0]
        let expected = NaiveNetwork(tensors: tensors).logits(waveform: input.waveforms, tabular: input.tabular)
        for (found, expected) in zip(found, expected) {
            #expect(abs(Double(found) - expected) <= 1e-5 * max(1, abs(expected)))
        }
        #expect(Set(expected).count == 3)
    }

    @Test(arguments: [0, 1, 3, 64, 65])
    func `a row's result does not depend on the rows beside it`(rows: Int) throws {
        let network = try ResNet1DTabular(ResNetWeights(tensors: SmallNetwork.tensors()))
        let input = SmallNetwork.input(rows: rows)
        let together = try network.logits(waveforms: input.waveforms, tabular: input.tabular)
        let alone = try (0..<rows).map { row in
            try network.logits(
                waveforms: Array(input.waveforms[row * 30_000..<(row + 1) * 30_000]),
                tabular: Array(input.tabular[row * 7..<(row + 1) * 7])
            )[0]
        }
        #expect(together.count == rows)
        #expect(together == alone)
    }

    @Test func `the tabular values come last among the features`() throws {
        let network = try ResNet1DTabular(ResNetWeights(tensors: SmallNetwork.tensors()))
        let input = SmallNetwork.input(rows: 2)
        let features = try network.features(waveforms: input.waveforms, tabular: input.tabular)
        #expect(features.map(\.count) == [39, 39])
        #expect(features.map { Array($0.suffix(7)) } == [Array(input.tabular[0..<7]), Array(input.tabular[7..<14])])
        // Averages of rectified values come before the maxima of the same channels.
        #expect(features.allSatisfy { row in (0..<16).allSatisfy { row[$0] >= 0 && row[$0] <= row[$0 + 16] } })
    }

    @Test func `several tasks may share a network`() async throws {
        let network = try ResNet1DTabular(ResNetWeights(tensors: SmallNetwork.tensors()))
        let input = SmallNetwork.input(rows: 3)
        let expected = try network.logits(waveforms: input.waveforms, tabular: input.tabular)
        try await withThrowingTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<8 {
                group.addTask { try network.logits(waveforms: input.waveforms, tabular: input.tabular) }
            }
            for try await found in group { #expect(found == expected) }
        }
    }

    @Test func `input of the wrong size or not finite is refused`() throws {
        let network = try ResNet1DTabular(ResNetWeights(tensors: SmallNetwork.tensors()))
        let input = SmallNetwork.input(rows: 1)
        var broken = input.waveforms
        broken[5] = .nan
        #expect(throws: RiskModelError.self) {
            try network.logits(waveforms: Array(input.waveforms.dropLast()), tabular: input.tabular)
        }
        #expect(throws: RiskModelError.self) { try network.logits(waveforms: input.waveforms, tabular: []) }
        #expect(throws: RiskModelError.self) { try network.logits(waveforms: broken, tabular: input.tabular) }
    }
}
