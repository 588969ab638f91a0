import Foundation
import TestSupport

@testable import RiskModel

/// Writes checkpoints as `torch.save` does, from the format that PyTorch's `serialization.py` describes.
struct CheckpointWriter: Sendable {
    /// Where the state dictionary lies; nil where it is the whole checkpoint.
    var key: String? = "model"
    var prefix = ""
    var element = "FloatStorage"
    /// 4 writes globals as STACK_GLOBAL, in a frame.
    var pickleProtocol: UInt8 = 2
    /// An OrderedDict with the attribute `_metadata`, and parameters instead of tensors: what a live module's
    /// dictionary holds.
    var isOfModule = false
    /// Numbers from one column to the next: transposed in the storage.
    var isTransposed = false

    /// The bytes of float32 as the element has them.
    var encode: @Sendable (Float) -> [UInt8] = { CheckpointWriter.little(UInt64($0.bitPattern), 4) }

    static func little(_ bits: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    }

    /// A zip as PyTorch 1.6 and later write it.
    func zip(_ tensors: [String: Tensor]) -> Data {
        var files = [
            "net/data.pkl": pickle(tensors), "net/byteorder": Data("little".utf8), "net/version": Data("3\n".utf8),
        ]
        for (index, item) in sorted(tensors).enumerated() { files["net/data/\(index)"] = storage(item.value) }
        return StoredZip.of(files)
    }

    /// The format before PyTorch 1.6.
    func legacy(_ tensors: [String: Tensor]) -> Data {
        let items = sorted(tensors)
        let magic = PickleWriter.of { $0.raw([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]) }
        let version = PickleWriter.of { $0.raw([0x4D, 0xE9, 0x03]) }
        let system = PickleWriter.of { writer in
            writer.ascii("}(")
            writer.text("protocol_version")
            writer.integer(1001)
            writer.text("little_endian")
            writer.raw([0x88])
            writer.ascii("u")
        }
        let keys = PickleWriter.of { writer in
            writer.ascii("](")
            for index in items.indices { writer.text("\(index)") }
            writer.ascii("e")
        }
        let storages = items.map { Data(Self.little(UInt64($0.value.values.count), 8)) + storage($0.value) }
        return magic + version + system + pickle(tensors, isLegacy: true) + keys + storages.reduce(Data(), +)
    }

    func pickle(_ tensors: [String: Tensor], isLegacy: Bool = false) -> Data {
        PickleWriter.of(protocol: pickleProtocol) { writer in
            if let key {
                writer.ascii("}(")
                writer.text("epoch")
                writer.integer(3)
                writer.text(key)
            }
            writeState(tensors, isLegacy, &writer)
            if key != nil { writer.ascii("u") }
        }
    }

    private func writeState(_ tensors: [String: Tensor], _ isLegacy: Bool, _ writer: inout PickleWriter) {
        if isOfModule {
            global("collections", "OrderedDict", &writer)
            writer.ascii(")R")
        } else {
            writer.ascii("}")
        }
        writer.ascii("(")
        for (index, item) in sorted(tensors).enumerated() {
            writer.text(prefix + item.key)
            write(item.value, storage: "\(index)", isLegacy, &writer)
        }
        writer.ascii("u")
        guard isOfModule else { return }
        writer.ascii("}(")
        writer.text("_metadata")
        writer.ascii("}ub")
    }

    private func write(_ tensor: Tensor, storage: String, _ isLegacy: Bool, _ writer: inout PickleWriter) {
        if isOfModule {
            global("torch._utils", "_rebuild_parameter", &writer)
            writer.ascii("(")
        }
        global("torch._utils", "_rebuild_tensor_v2", &writer)
        writer.ascii("((")
        writer.text("storage")
        global("torch", element, &writer)
        writer.text(storage)
        writer.text("cpu")
        writer.integer(tensor.values.count)
        writer.ascii(isLegacy ? "NtQ" : "tQ")
        writer.integer(0)
        writer.integers(tensor.shape)
        writer.integers(strides(of: tensor))
        writer.raw([0x89])
        hooks(&writer)
        writer.ascii("tR")
        guard isOfModule else { return }
        writer.raw([0x88])
        hooks(&writer)
        writer.ascii("tR")
    }

    private func hooks(_ writer: inout PickleWriter) {
        global("collections", "OrderedDict", &writer)
        writer.ascii(")R")
    }

    private func global(_ module: String, _ name: String, _ writer: inout PickleWriter) {
        pickleProtocol >= 4 ? writer.stackGlobal(module, name) : writer.global(module, name)
    }

    private func strides(of tensor: Tensor) -> [Int] {
        if isTransposed, tensor.shape.count == 2 { return [1, tensor.shape[0]] }
        return tensor.shape.indices.map { tensor.shape[($0 + 1)...].reduce(1, *) }
    }

    private func storage(_ tensor: Tensor) -> Data {
        guard isTransposed, tensor.shape.count == 2 else { return Data(tensor.values.flatMap(encode)) }
        let columns = tensor.shape[1]
        let turned = (0..<columns).flatMap { column in
            (0..<tensor.shape[0]).map { tensor.values[$0 * columns + column] }
        }
        return Data(turned.flatMap(encode))
    }

    private func sorted(_ tensors: [String: Tensor]) -> [(key: String, value: Tensor)] {
        tensors.sorted { $0.key < $1.key }
    }
}
