import Electrocardiogram
public import Foundation

/// A NumPy array file (`.npy`) of floating-point numbers.
///
/// Reads what ``NumPyHeader`` reads: little-endian float16, float32 and float64 in C order.
public struct NumPyArray: Sendable, Equatable {
    /// Sizes, slowest-moving first.
    public let shape: [Int]
    /// Row-major; float64 is rounded to float32.
    public let values: [Float]

    /// - Throws: ``RiskModelError/malformedArray(reason:)``.
    public init(file: Data) throws {
        let header: NumPyHeader
        do {
            header = try NumPyHeader([UInt8](file.prefix(NumPyHeader.limit)))
        } catch {
            throw RiskModelError.malformedArray(reason: error.what)
        }
        let size = file.count - header.end
        guard size == header.count * header.element.width else {
            let reason = "\(header.count) values of \(header.element.width) bytes expected, \(size) bytes found"
            throw RiskModelError.malformedArray(reason: reason)
        }
        shape = header.shape
        values = file.withUnsafeBytes { header.element.values(UnsafeRawBufferPointer(rebasing: $0[header.end...])) }
    }
}
