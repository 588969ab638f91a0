/// Why a model cannot be loaded, run or fitted: what is wrong, where, and what to do where that is not plain.
public enum RiskModelError: Error, Sendable, Equatable {
    /// A safetensors header that is not the JSON it must be; `offset` counts bytes from the start of the file.
    case malformedHeader(reason: String, offset: Int)
    case duplicateTensor(String)
    case unsupportedType(tensor: String, type: String)
    /// A tensor's bytes overlap another's, leave a gap, or do not fill its shape.
    case misplacedTensor(String, reason: String)
    /// The file ends before the tensor does.
    case truncatedTensor(String, needsBytes: Int, fileHolds: Int)
    case trailingBytes(Int)
    case missingTensor(String)
    case unexpectedTensor(String)
    case wrongShape(tensor: String, expected: [Int], found: [Int])
    case notFinite(tensor: String)
    case negativeVariance(tensor: String)
    case malformedArray(reason: String)
    case wrongInput(reason: String)
    case engine(reason: String)
    case malformedCard(reason: String)
    case unknownModel(String, known: [String])
    /// A model whose card is inside the program and whose weights are not.
    case notShipped(model: String, weightsSHA256: String)
    /// The weights are not those the card describes.
    case weightsDiffer(model: String, expected: String, found: String)
    /// The network computes something else than its card says.
    case referenceDiffers(model: String, difference: Double)
    case cannotFit(reason: String)
    /// A file of weights in no format that is imported.
    case unknownWeightsFormat
    /// A PyTorch checkpoint that is not what it must be, the pickle in it apart.
    case malformedCheckpoint(reason: String)
    /// A TensorFlow checkpoint that is not what it must be.
    case malformedBundle(part: String, reason: String)
    /// A block or a tensor of a TensorFlow checkpoint whose check does not fit its bytes.
    case damagedBundle(part: String)
    /// A pickle that is not what PyTorch writes; `offset` counts bytes from its start.
    case malformedPickle(reason: String, offset: Int)
    /// A pickle that calls for something other than tensors; nothing of it was run.
    case forbiddenPickle(what: String, offset: Int)
    /// An ONNX file that is not what it must be; `offset` counts bytes from its start.
    case malformedOnnx(reason: String, offset: Int)
    /// A node or a value of an ONNX graph that is not what the architecture has there.
    case wrongNode(String, reason: String)
    /// Weights that are not a folding of those they were held against.
    case otherNetwork(tensor: String)
    /// A tensor of numbers that float32 cannot hold as they are.
    case inexact(tensor: String, type: String)
}

extension RiskModelError: CustomStringConvertible {
    /// One line that says what is wrong and, where that is not plain, what to do.
    public var description: String {
        switch self {
        case .malformedHeader(let reason, let offset): "safetensors header: \(reason) at byte \(offset)"
        case .duplicateTensor(let name): "tensor \(name) occurs twice"
        case .unsupportedType(let tensor, let type): "tensor \(tensor) has type \(type); only F32 is read"
        case .misplacedTensor(let tensor, let reason): "tensor \(tensor) \(reason)"
        case .truncatedTensor(let tensor, let needs, let holds):
            "tensor \(tensor) is cut off: its bytes end at \(needs), the file holds \(holds); copy the file again"
        case .trailingBytes(let count): "\(count) bytes follow the last tensor; the file is not safetensors or damaged"
        case .missingTensor(let name): "tensor \(name) is missing"
        case .unexpectedTensor(let name): "tensor \(name) does not belong to this architecture"
        case .wrongShape(let tensor, let expected, let found):
            "tensor \(tensor) has shape \(found), expected \(expected)"
        case .notFinite(let tensor): "tensor \(tensor) holds a value that is not finite"
        case .malformedArray(let reason): "npy: \(reason)"
        case .wrongInput(let reason): "model input: \(reason)"
        case .engine(let reason): reason
        // The reason may quote what somebody wrote into the card.
        case .malformedCard(let reason): "model card: \(ShownName.of(reason, limit: 600))"
        case .unknownModel(let id, let known):
            "no model \(id); known: \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .notShipped(let model, let digest):
            "the weights of \(model) are its authors' and not part of this program; import your own copy with "
                + "`stratum model import DIR --architecture \(DeepCoxShape.architecture) --output FILE.safetensors` and "
                + "name that file instead (SHA-256 \(digest))"
        case .weightsDiffer(let model, let expected, let found):
            "weights of \(model) have digest \(found), its card says \(expected)"
        case .referenceDiffers(let model, let difference):
            "\(model) computes logits that differ by \(difference) from its card's; do not score with it on this machine"
        case .cannotFit(let reason): "fit: \(reason)"
        case .negativeVariance(let tensor): "tensor \(tensor) holds a variance below zero"
        case .unknownWeightsFormat:
            "neither a PyTorch checkpoint (.pt), ONNX (.onnx) nor safetensors; save the weights as one of them"
        case .malformedCheckpoint(let reason): "PyTorch checkpoint: \(reason)"
        case .malformedBundle(let part, let reason): "TensorFlow checkpoint: \(part): \(reason)"
        case .damagedBundle(let part):
            "TensorFlow checkpoint: \(part) does not have the CRC-32C stored with it: the file is damaged; copy it again"
        case .malformedPickle(let reason, let offset): "PyTorch checkpoint: \(reason), at byte \(offset) of its pickle"
        case .forbiddenPickle(let what, let offset):
            "PyTorch checkpoint: \(what) at byte \(offset) of its pickle is not part of tensors and was not run; "
                + "save the weights alone: torch.save({\"model\": model.state_dict()}, file)"
        case .malformedOnnx(let reason, let offset): "ONNX: \(reason), at byte \(offset)"
        case .wrongNode(let node, let reason):
            "ONNX node \(node) \(reason); only a graph that computes exactly \(ResNetShape.architecture) is imported"
        case .otherNetwork(let tensor): "these are weights of another network: \(tensor) differs"
        case .inexact(let tensor, let type):
            "tensor \(tensor) is \(type) with values that float32 does not hold; the weights are imported as they are or "
                + "not at all: convert the model with .float(), measure it again and save that"
        }
    }
}
