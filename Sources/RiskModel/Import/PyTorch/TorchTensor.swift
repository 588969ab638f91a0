import Foundation

/// A view into a ``TorchStorage``: where it begins, its sizes and its steps.
struct TorchTensor: Sendable, Equatable {
    /// Most sizes of a shape.
    static let rankLimit = 8

    let storage: TorchStorage
    /// In numbers from the start of the storage.
    let offset: Int
    let shape: [Int]
    /// Numbers from one place to the next along each size.
    let strides: [Int]
    /// How many numbers it shows.
    let count: Int

    /// - Returns: nil, with a reason, for a view that leaves its storage or shows more numbers than are in it.
    static func make(
        _ storage: TorchStorage,
        offset: Int,
        shape: [Int],
        strides: [Int]
    ) -> Result<TorchTensor, Reason> {
        guard shape.count == strides.count, shape.count <= rankLimit else {
            return .failure("a tensor has \(shape.count) sizes and \(strides.count) steps")
        }
        guard offset >= 0, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }) else {
            return .failure("a tensor has a size or a step below zero")
        }
        guard let count = product(shape), count <= storage.count else {
            return .failure("a tensor of shape \(shape) looks into a storage of \(storage.count) numbers")
        }
        let reach = reach(shape, strides)
        guard let reach, reach <= storage.count, offset <= storage.count - reach else {
            return .failure("a tensor of shape \(shape) reaches past its storage of \(storage.count) numbers")
        }
        return .success(TorchTensor(storage: storage, offset: offset, shape: shape, strides: strides, count: count))
    }

    /// Why a tensor cannot be.
    struct Reason: Error, ExpressibleByStringInterpolation {
        let text: String
        init(stringLiteral text: String) { self.text = text }
    }

    /// nil where it overflows.
    static func product(_ sizes: [Int]) -> Int? {
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow else { return nil }
            product = next
        }
        return product
    }

    /// Numbers from the first that is shown to the last, both included; nil where it overflows.
    private static func reach(_ shape: [Int], _ strides: [Int]) -> Int? {
        guard shape.allSatisfy({ $0 > 0 }) else { return 0 }
        var last = 0
        for (size, stride) in zip(shape, strides) {
            let (step, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
            let (sum, carry) = last.addingReportingOverflow(step)
            guard !overflow, !carry else { return nil }
            last = sum
        }
        return last == .max ? nil : last + 1
    }

    /// Reads the numbers that it shows.
    ///
    /// - Parameters:
    ///   - name: for messages.
    ///   - bytes: of the storage.
    /// - Returns: its shape with the numbers, row-major.
    /// - Throws: ``RiskModelError`` where the storage has other than the announced size, or does not hold floats.
    func values(named name: String, in bytes: Data) throws(RiskModelError) -> Tensor {
        guard bytes.count / storage.element.width == storage.count, bytes.count % storage.element.width == 0 else {
            let announced = "\(storage.count) numbers of \(storage.element.width) bytes"
            throw .malformedCheckpoint(
                reason: "tensor \(name): \(announced) are announced, \(bytes.count) bytes are there"
            )
        }
        let all = bytes.withUnsafeBytes { storage.element.floats(isContiguous ? part(of: $0) : $0) }
        guard let all else {
            guard storage.element == .double else {
                throw .unsupportedType(tensor: name, type: storage.element.rawValue)
            }
            throw .inexact(tensor: name, type: "float64")
        }
        return Tensor(shape: shape, values: isContiguous ? all : places.map { all[$0] })
    }

    /// The bytes that a contiguous tensor shows.
    private func part(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let width = storage.element.width
        return UnsafeRawBufferPointer(rebasing: bytes[(offset * width)..<((offset + count) * width)])
    }

    private var isContiguous: Bool {
        var expected = 1
        for (size, stride) in zip(shape, strides).reversed() where size != 1 {
            guard stride == expected else { return count == 0 }
            expected *= size
        }
        return true
    }

    /// Where the numbers lie in the storage, row-major.
    private var places: [Int] {
        zip(shape, strides).reduce([offset]) { places, dimension in
            places.flatMap { place in (0..<dimension.0).map { place + $0 * dimension.1 } }
        }
    }
}
