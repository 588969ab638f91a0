/// The table of tensors at the start of a safetensors file, checked against the file's size.
struct SafeTensorsHeader {
    /// Largest header read, in bytes.
    static let limit = 16 << 20
    /// Most sizes in a shape.
    static let rankLimit = 8

    /// One tensor; `start` and `end` count bytes from the end of the header.
    struct Entry: Equatable {
        let name: String
        let type: String
        let shape: [Int]
        let start: Int
        let end: Int

        /// Whether it is one of PyTorch's counts of batches seen.
        var isCounter: Bool { type == "I64" && name.hasSuffix(".num_batches_tracked") }
    }

    /// In the order of their bytes.
    let entries: [Entry]
    /// Where the header ends and the first tensor starts.
    let end: Int

    init(file: UnsafeRawBufferPointer) throws {
        guard file.count >= 8 else {
            throw RiskModelError.malformedHeader(reason: "shorter than its length field", offset: file.count)
        }
        let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(min(Self.limit, file.count - 8)) else {
            let reason = "length \(length) exceeds the file or \(Self.limit) bytes"
            throw RiskModelError.malformedHeader(reason: reason, offset: 0)
        }
        end = 8 + Int(length)
        var parser = SafeTensorsHeaderParser(bytes: [UInt8](file[8..<end]))
        entries = try parser.entries().sorted { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }
        try Self.check(entries, payload: file.count - end)
    }

    /// Tensors must lie back to back and fill the file exactly.
    private static func check(_ entries: [Entry], payload: Int) throws {
        var position = 0
        for entry in entries {
            guard entry.start >= position else {
                throw RiskModelError.misplacedTensor(entry.name, reason: "overlaps the tensor before it")
            }
            guard entry.start == position else {
                throw RiskModelError.misplacedTensor(entry.name, reason: "leaves a gap before it")
            }
            let size = try size(of: entry)
            guard entry.end >= entry.start, entry.end - entry.start == size else {
                throw RiskModelError.misplacedTensor(entry.name, reason: "has offsets that do not fill its shape")
            }
            guard entry.end <= payload else {
                throw RiskModelError.truncatedTensor(entry.name, needsBytes: entry.end, fileHolds: payload)
            }
            position = entry.end
        }
        guard position == payload else { throw RiskModelError.trailingBytes(payload - position) }
    }

    /// Bytes that shape and type ask for.
    private static func size(of entry: Entry) throws -> Int {
        guard entry.type == "F32" || entry.isCounter else {
            throw RiskModelError.unsupportedType(tensor: entry.name, type: entry.type)
        }
        var bytes = entry.isCounter ? 8 : 4
        for size in entry.shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
            guard !overflow else {
                throw RiskModelError.misplacedTensor(entry.name, reason: "has a shape too large to exist")
            }
            bytes = product
        }
        return bytes
    }
}
