import Foundation

/// The network's tensors in a checkpoint of PyTorch, by the names of the architecture.
///
/// A state dictionary lies under `model` or `state_dict`, or is the whole checkpoint; names may begin with `module.`,
/// as `DataParallel` writes them. What else a checkpoint holds is left.
struct PyTorchCheckpoint {
    /// Exactly the tensors of one network, none of them read yet.
    private let tensors: [String: TorchTensor]
    private let storages: [String: Data]
    /// What was found where, and what was left; a line each.
    let remarks: [String]

    /// - Throws: ``RiskModelError`` where there is no state dictionary, or a name in it stands twice.
    init(_ file: PyTorchFile) throws(RiskModelError) {
        let found = try Self.stateDictionary(file)
        storages = file.storages
        var remarks = [found.remark]
        let names = found.entries.map(\.key)
        let prefix = names.allSatisfy { $0.hasPrefix("module.") } && !names.isEmpty ? "module." : ""
        if !prefix.isEmpty { remarks.append("the prefix module. is taken off every name") }
        var tensors: [String: TorchTensor] = [:]
        var counters = 0
        for (key, value) in found.entries {
            let name = String(key.dropFirst(prefix.count))
            guard case .tensor(let tensor) = value else {
                throw .malformedCheckpoint(reason: "\(ShownName.of(key)) in the state dictionary is no tensor")
            }
            if name.hasSuffix(".num_batches_tracked") {
                counters += 1
                continue
            }
            guard tensors.updateValue(tensor, forKey: name) == nil else { throw .duplicateTensor(ShownName.of(name)) }
        }
        if counters > 0 { remarks.append("\(counters) counters num_batches_tracked are left out") }
        let widened = Set(tensors.values.map(\.storage.element)).intersection([.half, .bfloat16, .double])
        remarks += widened.map(\.rawValue).sorted().map { "numbers of \($0) are written as float32, each exactly" }
        self.tensors = tensors
        self.remarks = remarks
    }

    /// Reads the numbers, after every name and shape has been held against the architecture.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor at fault.
    func weights() throws -> ResNetWeights {
        _ = try ResNetLayout(shapes: tensors.mapValues(\.shape))
        let read = try tensors.map { name, tensor in
            guard let bytes = storages[tensor.storage.key] else {
                let reason = "tensor \(name) looks into storage \(ShownName.of(tensor.storage.key)), which is not there"
                throw RiskModelError.malformedCheckpoint(reason: reason)
            }
            return (name, try tensor.values(named: name, in: bytes))
        }
        return try ResNetWeights(tensors: Dictionary(uniqueKeysWithValues: read))
    }

    private typealias Entries = [(key: String, value: PickleValue)]

    private static func stateDictionary(
        _ file: PyTorchFile
    ) throws(RiskModelError) -> (entries: Entries, remark: String) {
        guard let top = file.heap.entries(file.value) else {
            throw .malformedCheckpoint(reason: "it holds no dictionary; save model.state_dict() with torch.save")
        }
        for key in ["model", "state_dict"] {
            guard let value = top.last(where: { $0.key == key })?.value, let entries = file.heap.entries(value) else {
                continue
            }
            let others = top.map(\.key).filter { $0 != key }.map { ShownName.of($0) }
            let left = others.isEmpty ? "" : "; left out: " + others.prefix(10).joined(separator: ", ")
            return (entries, "the state dictionary is the checkpoint's \(key)\(left)")
        }
        guard top.contains(where: { if case .tensor = $0.value { true } else { false } }) else {
            let keys = top.map(\.key).prefix(10).map { ShownName.of($0) }.joined(separator: ", ")
            throw .malformedCheckpoint(reason: "no state dictionary under model or state_dict; its keys are: \(keys)")
        }
        return (top, "the state dictionary is the whole checkpoint")
    }
}
