import Foundation

@testable import RiskModel

/// Writes TensorFlow V2 checkpoints from the formats' descriptions, with checks computed bit by bit.
struct TensorBundleWriter {
    var shards = 1
    var bigEndian = false
    var compression: UInt8 = 0
    /// Data blocks that the index is cut into.
    var blocks = 2
    /// Element type by name where it is not float32.
    var types: [String: Int] = [:]
    /// Left between the tensors of the data file.
    var gap = 0

    /// Weights of a fold under TensorFlow's names, with state of an optimiser.
    static func tensors(of weights: DeepCoxWeights, fold: Int) -> [String: Tensor] {
        var tensors = ["beta1_power": Tensor(shape: [], values: [0.9]), "global_step": Tensor(shape: [], values: [7])]
        for layer in 1...weights.shape.layers {
            for (part, name) in [(DeepCoxShape.Part.weight, "weights"), (.bias, "biases")] {
                let tensor = weights.tensors[DeepCoxShape.name(fold: fold, layer: layer, part)]
                tensors["layer\(layer)/\(name)"] = tensor
                tensors["layer\(layer)/\(name)/Adam"] = tensor
            }
        }
        return tensors
    }

    static func folds(_ weights: DeepCoxWeights) -> [TensorFlowCheckpoint.Fold] {
        (0..<weights.shape.folds).map { fold in
            let files = TensorBundleWriter(types: ["global_step": 3]).files(tensors(of: weights, fold: fold))
            return .init(name: "fold_\(fold)", index: files.index, data: files.data)
        }
    }

    func files(_ tensors: [String: Tensor]) -> (index: Data, data: Data) {
        var data = Data()
        var entries = [(key: "", value: header)]
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let bytes = Self.bytes(tensor)
            entries.append((name, entry(name, tensor.shape, offset: data.count, bytes)))
            data += bytes + Data(count: gap)
        }
        return (index(entries), data)
    }

    private var header: Data {
        ProtobufWriter.of { message in
            message.integer(1, shards)
            message.integer(2, bigEndian ? 1 : 0)
            message.message(3) { $0.integer(1, 1) }
        }
    }

    private func entry(_ name: String, _ shape: [Int], offset: Int, _ bytes: Data) -> Data {
        var entry = ProtobufWriter.of { message in
            message.integer(1, types[name] ?? 1)
            message.message(2) { list in
                for size in shape { list.message(2) { $0.integer(1, size) } }
            }
            message.integer(4, offset)
            message.integer(5, bytes.count)
        }
        entry.append(6 << 3 | 5)
        return entry + Self.check(bytes)
    }

    private func index(_ entries: [(key: String, value: Data)]) -> Data {
        var file = Data()
        var places: [(key: String, value: Data)] = []
        let size = (entries.count + blocks - 1) / blocks
        for start in stride(from: 0, to: entries.count, by: size) {
            let part = Array(entries[start..<min(entries.count, start + size)])
            places.append((part.last?.key ?? "", append(part, to: &file)))
        }
        let footer = append([], to: &file) + append(places, to: &file)
        file += footer + Data(count: 40 - footer.count)
        return file + CheckpointWriter.little(0xDB47_7524_8B80_FB57, 8)
    }

    /// Adds a block, and gives back where it lies.
    private func append(_ entries: [(key: String, value: Data)], to file: inout Data) -> Data {
        var body = Data()
        var last = Data()
        for (name, value) in entries {
            let key = Data(name.utf8)
            let shared = zip(key, last).prefix { $0 == $1 }.count
            body += [shared, key.count - shared, value.count].reduce(Data()) { $0 + Self.varint($1) }
            body += key.dropFirst(shared) + value
            last = key
        }
        body += CheckpointWriter.little(0, 4) + CheckpointWriter.little(1, 4)
        let place = Self.varint(file.count) + Self.varint(body.count)
        file += body + [compression]
        file += Self.check(body + [compression])
        return place
    }

    private static func bytes(_ tensor: Tensor) -> Data {
        tensor.values.reduce(Data()) { $0 + CheckpointWriter.little(UInt64($1.bitPattern), 4) }
    }

    /// The masked CRC-32C, one bit after the other.
    static func check(_ bytes: Data) -> Data {
        var check: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            for bit in 0..<8 {
                let carry = (check ^ UInt32(byte >> UInt8(bit))) & 1
                check = check >> 1 ^ (carry == 1 ? 0x82F6_3B78 : 0)
            }
        }
        check = ~check
        return Data(CheckpointWriter.little(UInt64((check >> 15 | check << 17) &+ 0xA282_EAD8), 4))
    }

    private static func varint(_ number: Int) -> Data {
        number < 0x80 ? Data([UInt8(number)]) : Data([UInt8(number & 0x7F) | 0x80]) + varint(number >> 7)
    }
}
