import Crypto
import Foundation

/// The digest that names a set of weights, whatever container they came in.
///
/// SHA-256 over the tensors the architecture needs, in byte order of their names; of each the name in UTF-8, a zero
/// byte, the number of sizes and every size as 64-bit little-endian integers, then the values as little-endian float32.
enum WeightsDigest {
    /// Lower-case hexadecimal, 64 characters.
    static func of(_ tensors: [String: Tensor]) -> String {
        var hash = SHA256()
        for (name, tensor) in tensors.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            hash.update(data: Data(name.utf8 + [0]))
            for size in [tensor.shape.count] + tensor.shape {
                withUnsafeBytes(of: UInt64(size).littleEndian) { hash.update(bufferPointer: $0) }
            }
            hash.update(data: tensor.values.littleEndianBytes)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
