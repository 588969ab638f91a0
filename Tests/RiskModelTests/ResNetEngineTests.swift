import Foundation
import Testing

@testable import RiskModel

@Suite("The arithmetic of the network")
struct ResNetEngineTests {
    @Test("gives the same with every set of instructions of this processor", arguments: ResNetEngine.instructions)
    func instructions(name: String) throws {
        for width in [1, 8, 20] {
            let weights = try ResNetWeights(tensors: SmallNetwork.tensors(width: width, outputs: 2, seed: 3))
            let input = SmallNetwork.input(rows: 2).waveforms
            let portable = try ResNetEngine(weights, instructions: "portable").pooled(input, count: 2)
            let found = try ResNetEngine(weights, instructions: name).pooled(input, count: 2)
            #expect(found.count == 2 * weights.shape.pooledCount)
            // A sum loses in proportion to its terms, which are as large as the largest feature.
            let bound = 2e-5 * (portable.max() ?? 0)
            for (found, portable) in zip(found, portable) { #expect(abs(found - portable) <= bound) }
        }
    }

    @Test("knows at least one set of instructions, and refuses one that the processor lacks")
    func unknown() throws {
        #expect(ResNetEngine.instructions.last == "portable")
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let error = #expect(throws: RiskModelError.self) { try ResNetEngine(weights, instructions: "abacus") }
        #expect(error?.description.contains("lacks the instructions") == true)
    }

    @Test("gives the same bits on any number of threads", arguments: [1, 2, 3, 9])
    func threads(count: Int) throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let input = SmallNetwork.input(rows: 5).waveforms
        let one = try ResNetEngine(weights).pooled(input, count: 5)
        #expect(try ResNetEngine(weights, threads: count).pooled(input, count: 5) == one)
    }

    @Test("passes the loudest and the quietest input on without a number that is none")
    func extremes() throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let engine = try ResNetEngine(weights)
        let silent = try engine.pooled([Float](repeating: 0, count: 30_000), count: 1)
        let loud = try engine.pooled((0..<30_000).map { $0 % 2 == 0 ? 1000 : -1000 }, count: 1)
        #expect(silent.allSatisfy(\.isFinite) && loud.allSatisfy(\.isFinite))
        #expect(silent != loud)
    }
}
