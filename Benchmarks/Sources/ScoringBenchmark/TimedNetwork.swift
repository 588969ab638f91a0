import Foundation
import Measuring
import RiskModel

/// The network alone, on prepared recordings that lie in memory.
struct TimedNetwork {
    private let networks: [Int: ResNet1DTabular]
    private let waveforms: [Float]
    private let tabular: [Float]

    /// Reads what ``NetworkInput`` wrote.
    init(folder: URL) throws {
        let file = try Data(contentsOf: folder.appending(path: NetworkInput.weightsName))
        let weights = try ResNetWeights(safetensors: file)
        networks = try [1: ResNet1DTabular(weights), 2: ResNet1DTabular(weights, threads: 2)]
        waveforms = try Self.read(folder.appending(path: NetworkInput.waveformsName))
        tabular = try Self.read(folder.appending(path: NetworkInput.tabularName))
    }

    /// Batches of 1 and 64 on one thread and on two.
    func measurements() -> [TimedWork] {
        [1, 2].flatMap { threads in
            [1, NetworkInput.rows].map { batch in
                TimedWork(analysis: "network_\(threads)_thread", n: batch) { sum(ofFirst: batch, threads: threads) }
            }
        }
    }

    /// The sum of the logits of prepared recordings, on one thread.
    func sum(of inputs: [PreparedInput]) -> Double {
        sum(inputs.flatMap(\.waveform), inputs.flatMap(\.tabular), threads: 1)
    }

    private func sum(ofFirst count: Int, threads: Int) -> Double {
        let samples = Array(waveforms.prefix(count * ResNetShape.samples * ResNetShape.leads))
        return sum(samples, Array(tabular.prefix(count * ResNetShape.tabularCount)), threads: threads)
    }

    private func sum(_ waveforms: [Float], _ tabular: [Float], threads: Int) -> Double {
        guard let logits = try? networks[threads]?.logits(waveforms: waveforms, tabular: tabular) else {
            fatalError("the network refuses its input")
        }
        return logits.joined().reduce(0) { $0 + Double($1) }
    }

    private static func read(_ file: URL) throws -> [Float] {
        try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
}
