import Foundation

/// A constant of an ONNX graph; its numbers are read when they are asked for.
struct OnnxTensor {
    /// The most sizes of a shape.
    private static let rankLimit = 8

    let name: String
    let shape: [Int]
    private let type: Int
    private let bytes: Data
    private let listed: [Int]

    /// Reads a `TensorProto`.
    ///
    /// - Throws: ``RiskModelError`` where it lies in another file or its shape is none.
    init(_ message: ProtobufMessage) throws(RiskModelError) {
        name = try message.text(8)
        shape = try message.integers(1)
        type = try message.integer(2) ?? 0
        guard try message.integer(14) ?? 0 == 0, !message.has(13) else {
            throw .malformedOnnx(
                reason: "tensor \(ShownName.of(name)) lies in a file beside; export with external_data=False",
                offset: message.offset
            )
        }
        guard shape.count <= Self.rankLimit, shape.allSatisfy({ $0 >= 0 }) else {
            throw .malformedOnnx(reason: "tensor \(ShownName.of(name)) has no shape", offset: message.offset)
        }
        // Numbers lie in raw_data, or packed in a list of their type.
        let parts = try message.bytes(9) + message.bytes(4) + message.bytes(10)
        guard parts.count <= 1 else {
            throw .malformedOnnx(reason: "tensor \(ShownName.of(name)) has its numbers twice", offset: message.offset)
        }
        bytes = parts.first ?? Data()
        listed = try message.integers(7)
    }

    /// The numbers as float32.
    ///
    /// - Throws: ``RiskModelError`` for a type that is no float or not exactly held, and where bytes are missing.
    func floats() throws(RiskModelError) -> Tensor {
        guard let element = Self.elements[type] else {
            throw .unsupportedType(tensor: ShownName.of(name), type: "number \(type) of ONNX")
        }
        guard let count = TorchTensor.product(shape), bytes.count % element.width == 0,
            bytes.count / element.width == count
        else {
            let reason = "has \(bytes.count) bytes for a shape of \(shape)"
            throw .misplacedTensor(ShownName.of(name), reason: reason)
        }
        guard let values = bytes.withUnsafeBytes({ element.floats($0) }) else {
            throw .inexact(tensor: ShownName.of(name), type: "float64")
        }
        return Tensor(shape: shape, values: values)
    }

    private static let elements: [Int: TorchStorage.Element] = [1: .float, 10: .half, 11: .double, 16: .bfloat16]

    /// The integers of a short list, such as axes; nil where it holds anything else.
    var integers: [Int]? {
        guard type == 7, let count = TorchTensor.product(shape), count <= 16 else { return nil }
        if !listed.isEmpty { return listed.count == count ? listed : nil }
        guard bytes.count == 8 * count else { return nil }
        return (0..<count).map { index in
            let number = bytes.dropFirst(8 * index).prefix(8)
            return Int(truncatingIfNeeded: number.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
        }
    }
}
