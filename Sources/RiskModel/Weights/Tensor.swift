import Foundation

/// Numbers with a shape, row-major.
public struct Tensor: Sendable, Equatable {
    /// Sizes, slowest-moving first.
    public let shape: [Int]
    /// As many as the product of the shape.
    public let values: [Float]

    /// - Precondition: no negative size, and as many values as the shape has places.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count, "values do not fill the shape")
        self.shape = shape
        self.values = values
    }

    /// A matrix with rows and columns exchanged; anything else as it is.
    var transposed: Tensor {
        guard shape.count == 2 else { return self }
        let (rows, columns) = (shape[0], shape[1])
        let turned = (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
        return Tensor(shape: [columns, rows], values: turned)
    }
}

extension [Float] {
    /// Reads little-endian float32 values; a remainder shorter than four bytes is left.
    init(littleEndian bytes: UnsafeRawBufferPointer) {
        self = (0..<bytes.count / 4).map { index in
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
        }
    }

    /// The values as little-endian float32.
    var littleEndianBytes: Data {
        map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }
}
