import Foundation
import RiskModel

/// What every program that runs the network is given: weights and 64 prepared recordings.
struct NetworkInput {
    static let rows = 64
    static let weightsName = "network.safetensors"
    static let waveformsName = "waveforms.f32"
    static let tabularName = "tabular.f32"

    private let inputs: [PreparedInput]

    /// The recordings of the files, over and over.
    init(_ files: MuseFiles) throws {
        let prepared = try files.prepared()
        inputs = (0..<Self.rows).map { prepared[$0 % prepared.count] }
    }

    /// A network of the size of the published mini-model, its convolutions drawn at random, and its output layer too.
    func write(to folder: URL) throws {
        let shape = try ResNetShape(width: 16, outputs: 12)
        let drawn = try RandomNetwork.weights(
            shape: shape,
            seed: 1,
            calibratedOn: inputs.prefix(4).map(\.waveform)
        )
        var tensors = drawn.tensors
        // No two alike, all small.
        let layer = (0..<shape.outputs * shape.featureCount).map { Float($0 * 7919 % 2003 - 1001) / 10_000 }
        tensors["output.weight"] = Tensor(shape: [shape.outputs, shape.featureCount], values: layer)
        try ResNetWeights(tensors: tensors).safetensors.write(to: folder.appending(path: Self.weightsName))
        try Self.write(inputs.flatMap(\.waveform), to: folder.appending(path: Self.waveformsName))
        try Self.write(inputs.flatMap(\.tabular), to: folder.appending(path: Self.tabularName))
    }

    private static func write(_ values: [Float], to file: URL) throws {
        try values.withUnsafeBytes { try Data($0).write(to: file) }
    }
}
