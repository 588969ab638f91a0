import Foundation
import RiskModel

/// The importers of weights that are fuzzed; the raw value names the folder of seeds.
enum FuzzedImport: String, CaseIterable, Sendable {
    /// Whatever the content is found to be: an archive of PyTorch, an ONNX graph, safetensors or a pickle.
    case weights
    /// What follows the magic number of a checkpoint before PyTorch 1.6: pickles and storages, without a checksum that
    /// would refuse nearly every change.
    case pickle
    /// A TensorFlow V2 checkpoint of one fold.
    case checkpoint
    /// A card that an operator wrote.
    case card

    /// Reads one input.
    ///
    /// - Returns: What is wrong with what was read, though it was not refused; nil where all is well.
    /// - Throws: ``RiskModelError`` where the input is refused.
    func fault(in input: Data) throws -> String? {
        switch self {
        case .weights: try Self.fault(in: ImportedWeights(file: input))
        case .pickle: try Self.fault(in: ImportedWeights(file: Data(Self.head) + input))
        case .checkpoint: try Self.fault(in: TensorFlowCheckpoint(folds: [CheckpointFiles(input).fold]))
        case .card: try ModelCard(json: input).json.isEmpty ? "a card is written as nothing" : nil
        }
    }

    /// The magic number, version 1001 and a little-endian system.
    ///
    /// No `Data`: the search for leaks does not see through the tag that a global one keeps in its pointer.
    private static let head: [UInt8] =
        [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        + [0x80, 2, 0x4D, 0xE9, 0x03, 0x2E] + [0x80, 2, 0x7D, 0x58, 13, 0, 0, 0] + Array("little_endian".utf8)
        + [0x88, 0x73, 0x2E]

    private static func fault(in imported: TensorFlowCheckpoint) throws -> String? {
        let weights = imported.weights
        if let fault = fault(in: weights.tensors, imported.remarks) { return fault }
        let written = try DeepCoxWeights(safetensors: weights.safetensors(inputs: nil))
        return written == weights ? nil : "what was written is read as something else"
    }

    private static func fault(in tensors: [String: Tensor], _ remarks: [String]) -> String? {
        if !tensors.values.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) { return "a weight is no number" }
        return remarks.contains { $0.isEmpty || $0.contains(where: \.isNewline) } ? "a remark is not one line" : nil
    }

    private static func fault(in imported: ImportedWeights) throws -> String? {
        let weights = imported.weights
        if let fault = fault(in: weights.tensors, imported.remarks) { return fault }
        let written = try ImportedWeights(file: weights.safetensors)
        return written.weights == weights ? nil : "what was written is read as something else"
    }
}
