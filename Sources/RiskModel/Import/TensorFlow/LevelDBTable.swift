import Foundation

/// The keys and values of a LevelDB table, the index of a TensorFlow checkpoint.
///
/// Every block is held against its check before a byte of it is used, and together with the footer the blocks must fill
/// the file: no byte goes unchecked. Source: LevelDB, "Table format".
struct LevelDBTable {
    /// Largest table read, in bytes.
    static let sizeLimit = 16 << 20
    /// Most entries read.
    static let entryLimit = 10_000

    /// In the order of the file.
    let entries: [(key: Data, value: Data)]

    private static let footerSize = 48
    private static let magic: UInt64 = 0xDB47_7524_8B80_FB57

    /// - Throws: ``RiskModelError/malformedBundle(part:reason:)`` or ``RiskModelError/damagedBundle(part:)`` naming the
    ///   block.
    init(_ file: Data) throws(RiskModelError) {
        guard file.count <= Self.sizeLimit else {
            throw Self.malformed("index", "has more than \(Self.sizeLimit) bytes")
        }
        guard file.count >= Self.footerSize else { throw Self.malformed("footer", "the file ends before it") }
        let (metaindex, index) = try Self.handles(file)
        var used = Self.footerSize
        func block(_ handle: Handle, _ name: String) throws(RiskModelError) -> [(key: Data, value: Data)] {
            used += handle.size + Handle.trailerSize
            return try Self.entries(of: try Self.body(handle, of: file, name: name), name: name)
        }
        _ = try block(metaindex, "metaindex block")
        var found: [(key: Data, value: Data)] = []
        for (place, entry) in try block(index, "index block").enumerated() {
            let name = "data block \(place)"
            var rest = entry.value
            let handle = try Handle(&rest, name: name)
            // A small file may point to one large block again and again.
            guard handle.size <= file.count - used else { throw Self.malformed(name, "reaches into another block") }
            found += try block(handle, name)
            guard found.count <= Self.entryLimit else {
                throw Self.malformed("index", "has more than \(Self.entryLimit) entries")
            }
        }
        guard used == file.count else { throw Self.malformed("index", "holds bytes that belong to no block") }
        entries = found
    }

    /// Where a block lies.
    private struct Handle {
        /// A byte for the compression, four for the check.
        static let trailerSize = 5

        let offset: Int
        let size: Int

        init(_ bytes: inout Data, name: String) throws(RiskModelError) {
            offset = try LevelDBTable.integer(&bytes, name)
            size = try LevelDBTable.integer(&bytes, name)
        }
    }

    private static func handles(_ file: Data) throws(RiskModelError) -> (metaindex: Handle, index: Handle) {
        var footer = file.suffix(footerSize)
        let stored = footer.suffix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard stored == magic else { throw malformed("footer", "does not end as a LevelDB table does") }
        footer = footer.dropLast(8)
        let handles = (try Handle(&footer, name: "footer"), try Handle(&footer, name: "footer"))
        guard footer.allSatisfy({ $0 == 0 }) else { throw malformed("footer", "holds more than two places of blocks") }
        return handles
    }

    /// The bytes of a block whose check is right.
    private static func body(_ handle: Handle, of file: Data, name: String) throws(RiskModelError) -> Data {
        let room = file.count - footerSize - Handle.trailerSize
        guard handle.size <= room, handle.offset <= room - handle.size else {
            throw malformed(name, "reaches past the end of the file")
        }
        let start = file.startIndex + handle.offset
        let body = file[start..<start + handle.size]
        let check = file[start + handle.size + 1..<start + handle.size + Handle.trailerSize]
        guard little(check) == CRC32C.masked(CRC32C.of(file[start...start + handle.size])) else {
            throw .damagedBundle(part: name)
        }
        guard file[start + handle.size] == 0 else {
            throw malformed(name, "is compressed; save the checkpoint without compression")
        }
        return body
    }

    /// Keys share their beginnings with the key before; restart points repeat a key whole and are not needed here.
    private static func entries(of body: Data, name: String) throws(RiskModelError) -> [(key: Data, value: Data)] {
        guard body.count >= 4 else { throw malformed(name, "is too short") }
        let restarts = Int(little(body.suffix(4)))
        guard restarts <= (body.count - 4) / 4 else { throw malformed(name, "has more restart points than room") }
        var rest = body.dropLast(4 + 4 * restarts)
        var entries: [(key: Data, value: Data)] = []
        var key = Data()
        while !rest.isEmpty {
            let (shared, own) = (try integer(&rest, name), try integer(&rest, name))
            let count = try integer(&rest, name)
            guard shared <= key.count, own <= rest.count, count <= rest.count - own, own + shared <= 4096,
                entries.count < entryLimit
            else { throw malformed(name, "has an entry that does not fit") }
            key = key.prefix(shared) + rest.prefix(own)
            rest = rest.dropFirst(own)
            entries.append((key, rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return entries
    }

    /// A number in groups of seven bits, least first, below 2³⁵.
    private static func integer(_ bytes: inout Data, _ name: String) throws(RiskModelError) -> Int {
        var number = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let byte = bytes.popFirst() else { throw malformed(name, "ends within a number") }
            // One number has one spelling, or a damaged byte of the footer could go unseen.
            guard byte != 0 || shift == 0 else { break }
            number |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw malformed(name, "has a number that is too large or oddly spelt")
    }

    private static func little(_ bytes: Data) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    private static func malformed(_ part: String, _ reason: String) -> RiskModelError {
        .malformedBundle(part: part, reason: reason)
    }
}
