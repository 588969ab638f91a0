public import Foundation

/// The safetensors container: length of a JSON header, header, tensors back to back.
///
/// Only float32 is read; PyTorch's `num_batches_tracked` counters are skipped, since inference has no use for them.
/// Source: the format's description at huggingface.co/docs/safetensors.
public enum SafeTensors {
    /// Reads every float32 tensor by name.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor when the header is malformed or too large, or when offsets
    ///   overlap, leave gaps, disagree with shape and type, or reach past the end of the file.
    public static func read(_ file: Data) throws -> [String: Tensor] {
        try file.withUnsafeBytes { bytes in
            let header = try SafeTensorsHeader(file: bytes)
            let floats = header.entries.filter { !$0.isCounter }
            let tensors = floats.map { entry in
                let values = UnsafeRawBufferPointer(
                    rebasing: bytes[(header.end + entry.start)..<(header.end + entry.end)]
                )
                return (entry.name, Tensor(shape: entry.shape, values: [Float](littleEndian: values)))
            }
            return Dictionary(uniqueKeysWithValues: tensors)
        }
    }

    /// Writes tensors sorted by name, so that the same tensors give the same bytes.
    ///
    /// - Parameters:
    ///   - tensors: By name.
    ///   - metadata: Words about the file, which stand first in its header, sorted too.
    /// - Returns: The file.
    public static func write(_ tensors: [String: Tensor], metadata: [String: String] = [:]) -> Data {
        let sorted = tensors.sorted { $0.key < $1.key }
        var offset = 0
        let entries = sorted.map { name, tensor in
            defer { offset += 4 * tensor.values.count }
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            let offsets = "\(offset),\(offset + 4 * tensor.values.count)"
            return "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}"
        }
        let words = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
        let about = words.isEmpty ? [] : ["\"__metadata__\":{\(words.joined(separator: ","))}"]
        var header = Data("{\((about + entries).joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
        file.append(header)
        for (_, tensor) in sorted { file.append(tensor.values.littleEndianBytes) }
        return file
    }

    private static func quoted(_ name: String) -> String {
        let escaped = name.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20: "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
