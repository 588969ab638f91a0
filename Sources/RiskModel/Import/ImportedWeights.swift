public import Foundation

/// Weights read from another program's file, ready to be written as safetensors.
///
/// The same tensors give the same bytes and the same digest, whatever file they came in.
public struct ImportedWeights: Sendable {
    /// What a file of weights is.
    public enum Format: String, Sendable, CaseIterable {
        case pyTorch = "PyTorch checkpoint"
        case legacyPyTorch = "PyTorch checkpoint of the format before 1.6"
        case onnx = "ONNX graph"
        case safetensors
    }

    /// What the file was found to be.
    public let format: Format
    /// The network.
    public let weights: ResNetWeights
    /// What was found where, left out or converted; a line each.
    public let remarks: [String]

    /// Reads a PyTorch checkpoint, an ONNX graph or safetensors, told by its content and never by its name.
    ///
    /// Nothing in the file is run: a pickle that asks for anything but tensors is refused.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor, the node or the byte at fault.
    public init(file: Data) throws {
        format = try Self.format(of: file)
        switch format {
        case .pyTorch: (weights, remarks) = try Self.checkpoint(PyTorchFile(zip: file))
        case .legacyPyTorch: (weights, remarks) = try Self.checkpoint(PyTorchFile(legacy: file))
        case .onnx: (weights, remarks) = try OnnxNetwork.weights(file: file)
        case .safetensors: (weights, remarks) = (try ResNetWeights(safetensors: file), [])
        }
    }

    private init(_ format: Format, _ weights: ResNetWeights, _ remarks: [String]) {
        self.format = format
        self.weights = weights
        self.remarks = remarks
    }

    /// The original of a folded network: its tensors and digest in place of the folded ones.
    ///
    /// - Throws: ``RiskModelError/otherNetwork(tensor:)`` unless these weights are a folding of the original.
    public func restored(from original: ResNetWeights) throws -> ImportedWeights {
        try weights.checkFolds(original)
        let remark = "the weights prove to be a folding of the original's, which are written in their place"
        return ImportedWeights(format, original, remarks.filter { $0 != Self.foldingRemark } + [remark])
    }

    static let foldingRemark =
        "the exporter folded the batch normalisations into the convolutions: these weights have a SHA-256 of their own, "
        + "and share the fingerprint with their original"

    private static func checkpoint(_ file: PyTorchFile) throws -> (ResNetWeights, [String]) {
        let checkpoint = try PyTorchCheckpoint(file)
        return (try checkpoint.weights(), checkpoint.remarks)
    }

    private static func format(of file: Data) throws -> Format {
        let head = [UInt8](file.prefix(9))
        if head.starts(with: Array("PK".utf8) + [3, 4]) { return .pyTorch }
        if head.count == 9, head[8] == UInt8(ascii: "{"), head[4..<8].allSatisfy({ $0 == 0 }) { return .safetensors }
        // A model begins with field 1, the version of the format.
        if head.first == 0x08 { return .onnx }
        // A pickle of protocol 0 or 1 that asks for a program is refused by that program's name.
        guard let first = head.first, first == PickleOpcode.proto.rawValue || "c(]}i".utf8.contains(first) else {
            throw RiskModelError.unknownWeightsFormat
        }
        return .legacyPyTorch
    }
}
