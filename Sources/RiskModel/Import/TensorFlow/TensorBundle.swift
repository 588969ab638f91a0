import Foundation

/// The tensors of one TensorFlow V2 checkpoint: an index, and one file that holds the numbers.
///
/// Every tensor is held against its check, the optimiser's state as well, so that a damaged file is never taken for a
/// sound one. Source: TensorFlow, tensor_bundle.proto and its description.
struct TensorBundle {
    /// Largest file of numbers read, in bytes.
    static let sizeLimit = 64 << 20

    /// Tensors of float32 by name.
    let floats: [String: Tensor]
    /// Names of tensors of other types.
    let others: [String]

    /// - Throws: ``RiskModelError/malformedBundle(part:reason:)`` or ``RiskModelError/damagedBundle(part:)`` naming the
    ///   block or the tensor.
    init(index: Data, data: Data) throws(RiskModelError) {
        guard data.count <= Self.sizeLimit else {
            throw .malformedBundle(part: "data", reason: "has more than \(Self.sizeLimit) bytes")
        }
        let table = try LevelDBTable(index)
        guard let header = table.entries.first, header.key.isEmpty else {
            throw .malformedBundle(part: "header", reason: "is missing")
        }
        try Self.checkHeader(header.value)
        var floats: [String: Tensor] = [:]
        var others: [String] = []
        var spans: [Range<Int>] = []
        for (key, value) in table.entries.dropFirst() {
            guard let name = String(validating: key, as: UTF8.self), Self.isLegible(name) else {
                throw .malformedBundle(part: "index", reason: "has a tensor without a legible name")
            }
            let entry = try Entry(value, name: name)
            let bytes = try entry.bytes(of: data)
            spans.append(entry.offset..<entry.offset + entry.size)
            guard entry.type == .float else {
                others.append(name)
                continue
            }
            let values = bytes.withUnsafeBytes { [Float](littleEndian: $0) }
            guard floats.updateValue(Tensor(shape: entry.shape, values: values), forKey: name) == nil else {
                throw .duplicateTensor(name)
            }
        }
        try Self.check(spans, fill: data.count)
        self.floats = floats
        self.others = others
    }

    /// TensorFlow's names are of letters, digits and `_.\/>-`; anything else would only disturb a message.
    private static func isLegible(_ name: String) -> Bool {
        (1...160).contains(name.utf8.count) && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func checkHeader(_ value: Data) throws(RiskModelError) {
        let header = try Self.message(value, part: "header")
        let (shards, order) = try Self.reading("header") { () throws(RiskModelError) in
            (try header.integer(1) ?? 0, try header.integer(2) ?? 0)
        }
        guard shards == 1 else {
            throw .malformedBundle(part: "header", reason: "says that the numbers lie in \(shards) files; one is read")
        }
        guard order == 0 else { throw .malformedBundle(part: "header", reason: "says that numbers are big-endian") }
    }

    /// A byte that belongs to no tensor would be checked by nothing.
    private static func check(_ spans: [Range<Int>], fill size: Int) throws(RiskModelError) {
        var position = 0
        for span in spans.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard span.lowerBound == position else {
                throw .malformedBundle(part: "data", reason: "has tensors that overlap or leave a gap at \(position)")
            }
            position = span.upperBound
        }
        guard position == size else {
            throw .malformedBundle(part: "data", reason: "has \(size) bytes, the index speaks of \(position)")
        }
    }

    /// The element type of a tensor; TensorFlow numbers many more.
    private enum ElementType: Int {
        case float = 1
        case int32 = 3
        case int64 = 9
    }

    /// What the index says of one tensor.
    private struct Entry {
        let name: String
        let type: ElementType
        let shape: [Int]
        let offset: Int
        let size: Int
        let check: UInt32

        init(_ value: Data, name: String) throws(RiskModelError) {
            let part = "tensor \(name)"
            let fields = try TensorBundle.message(value, part: part)
            let (number, sizes, offset, size, check) = try TensorBundle.reading(part) { () throws(RiskModelError) in
                var sizes: [Int] = []
                for shape in try fields.messages(2) {
                    for dimension in try shape.messages(2) { sizes.append(try dimension.integer(1) ?? 0) }
                }
                return (
                    try fields.integer(1) ?? 0, sizes, try fields.integer(4) ?? 0, try fields.integer(5) ?? 0,
                    try fields.fixed32(6)
                )
            }
            guard let type = ElementType(rawValue: number) else {
                throw .malformedBundle(part: part, reason: "has element type \(number); float32 and counters are read")
            }
            guard !fields.has(7) else { throw .malformedBundle(part: part, reason: "is cut into slices") }
            guard let check else { throw .malformedBundle(part: part, reason: "has no check") }
            guard sizes.count <= SafeTensorsHeader.rankLimit,
                sizes.allSatisfy({ (0...TensorBundle.sizeLimit).contains($0) })
            else { throw .malformedBundle(part: part, reason: "has a shape too large to exist") }
            let width = type == .int64 ? 8 : 4
            // Each factor and each product stays below the limit, so that nothing overflows.
            var count = width
            for size in sizes {
                count *= size
                guard count <= TensorBundle.sizeLimit else { break }
            }
            guard size == count, offset >= 0 else {
                throw .malformedBundle(part: part, reason: "has \(size) bytes, its shape \(sizes) needs another number")
            }
            (self.name, self.type, shape, self.offset, self.size, self.check) = (name, type, sizes, offset, size, check)
        }

        func bytes(of data: Data) throws(RiskModelError) -> Data {
            guard size <= data.count, offset <= data.count - size else {
                throw .truncatedTensor(
                    name,
                    needsBytes: offset.addingReportingOverflow(size).partialValue,
                    fileHolds: data.count
                )
            }
            let bytes = data[data.startIndex + offset..<data.startIndex + offset + size]
            guard CRC32C.masked(CRC32C.of(bytes)) == check else { throw .damagedBundle(part: "tensor \(name)") }
            return bytes
        }
    }

    private static func message(_ value: Data, part: String) throws(RiskModelError) -> ProtobufMessage {
        try reading(part) { () throws(RiskModelError) in try ProtobufMessage(value) }
    }

    /// Gives an error of the wire format, which knows no more than a byte, the name of what was read.
    private static func reading<T>(_ part: String, _ body: () throws(RiskModelError) -> T) throws(RiskModelError) -> T {
        do {
            return try body()
        } catch .malformedOnnx(let reason, _) {
            throw .malformedBundle(part: part, reason: reason)
        } catch {
            throw error
        }
    }
}
