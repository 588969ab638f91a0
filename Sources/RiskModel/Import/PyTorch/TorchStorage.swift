import Electrocardiogram
import Foundation

/// A run of numbers that tensors of a checkpoint look into, as the pickle announces it.
struct TorchStorage: Sendable, Equatable {
    /// What the numbers are; the raw value is the name in `torch`.
    enum Element: String, Sendable {
        case float = "FloatStorage"
        case half = "HalfStorage"
        case bfloat16 = "BFloat16Storage"
        case double = "DoubleStorage"
        case long = "LongStorage"
        case int = "IntStorage"
        case short = "ShortStorage"
        case char = "CharStorage"
        case byte = "ByteStorage"
        case bool = "BoolStorage"

        /// Bytes of one number.
        var width: Int {
            switch self {
            case .double, .long: 8
            case .float, .int: 4
            case .half, .bfloat16, .short: 2
            case .char, .byte, .bool: 1
            }
        }
    }

    let element: Element
    /// Names the bytes in the file.
    let key: String
    /// How many numbers the pickle announces.
    let count: Int
}

extension TorchStorage.Element {
    /// The numbers in little-endian `bytes` as float32.
    ///
    /// float16 and bfloat16 are widened, which is exact. float64 is taken only where float32 holds every value:
    /// rounded weights are other weights than those that were validated.
    ///
    /// - Returns: nil for integers and for float64 that would be rounded.
    func floats(_ bytes: UnsafeRawBufferPointer) -> [Float]? {
        switch self {
        case .float: NumPyHeader.Element.single.values(bytes)
        case .half: NumPyHeader.Element.half.values(bytes)
        case .bfloat16: Self.bfloats(bytes)
        case .double: Self.exactDoubles(bytes)
        case .long, .int, .short, .char, .byte, .bool: nil
        }
    }

    /// bfloat16 is the upper half of a float32.
    private static func bfloats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        (0..<bytes.count / 2).map { index in
            let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            return Float(bitPattern: UInt32(bits) << 16)
        }
    }

    private static func exactDoubles(_ bytes: UnsafeRawBufferPointer) -> [Float]? {
        let rounded = NumPyHeader.Element.double.values(bytes)
        let isExact = rounded.indices.allSatisfy { index in
            let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
            let value = Double(bitPattern: bits)
            return Double(rounded[index]) == value || value.isNaN
        }
        return isExact ? rounded : nil
    }
}
