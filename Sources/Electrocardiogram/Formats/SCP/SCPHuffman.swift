/// The Huffman tables of section 2, or the standard's own (EN 1064, 5.5 and annex C).
struct SCPHuffman {
    private let tables: [Table]

    static let maximumCodes = 4096
    /// In place of the number of tables: the standard's table is used.
    private static let standardTable = 19999

    init(_ section: SCPSection) throws(RecordingError) {
        let count = try section.uint16(0)
        guard count != Self.standardTable else {
            tables = [try Self.standard(section)]
            return
        }
        guard count > 0 else { throw section.unusable("holds no Huffman table") }
        var tables: [Table] = []
        var position = 2
        var codes = 0
        for _ in 0..<count {
            let size = try section.uint16(position)
            codes += size
            guard codes <= Self.maximumCodes else {
                throw RecordingError.limitExceeded(
                    what: "the number of Huffman codes",
                    limit: Self.maximumCodes,
                    place: nil
                )
            }
            var table = Table()
            for index in 0..<size {
                try table.insert(Self.code(section, at: position + 2 + 9 * index, tables: count), section)
            }
            tables.append(table)
            position += 2 + 9 * size
        }
        self.tables = tables
    }

    /// Nine bytes: lengths of prefix and whole code, kind, value or table, and prefix with its first bit lowest.
    private static func code(_ section: SCPSection, at position: Int, tables: Int) throws(RecordingError) -> Code {
        let prefix = try section.uint8(position)
        let whole = try section.uint8(position + 1)
        let kind = try section.uint8(position + 2)
        let value = try section.int16(position + 3)
        guard (1...32).contains(prefix), (prefix...prefix + 32).contains(whole), kind <= 1 else {
            throw section.unusable("holds a code of impossible length or kind")
        }
        guard kind == 1 || (1...tables).contains(value) else {
            throw section.unusable("names a table that is not there")
        }
        // Decoders differ on whether the value is then added to the bits that follow.
        guard whole == prefix || kind == 0 || value == 0 else {
            throw section.unusable("holds a code with both a value and bits of its own")
        }
        let bits = try section.uint32(position + 5)
        return Code(
            prefix: (0..<prefix).map { bits >> $0 & 1 },
            following: whole - prefix,
            meaning: kind == 1 ? .value(value) : .table(value - 1)
        )
    }

    /// Values up to 8 by their size and sign, others in 8 or 16 bits after a prefix of their own.
    private static func standard(_ section: SCPSection) throws(RecordingError) -> Table {
        var codes = [Code(prefix: [0], following: 0, meaning: .value(0))]
        for size in 1...8 {
            let ones = [Int](repeating: 1, count: size)
            codes.append(Code(prefix: ones + [0, 0], following: 0, meaning: .value(size)))
            codes.append(Code(prefix: ones + [0, 1], following: 0, meaning: .value(-size)))
        }
        let nine = [Int](repeating: 1, count: 9)
        codes.append(Code(prefix: nine + [0], following: 8, meaning: .value(0)))
        codes.append(Code(prefix: nine + [1], following: 16, meaning: .value(0)))
        var table = Table()
        for code in codes { try table.insert(code, section) }
        return table
    }

    /// Decodes so many values, beginning with the first table.
    ///
    /// Every step takes at least one bit, so the end of the bytes ends the work.
    ///
    /// - Throws: What `unusable` makes of the fault.
    func decode(
        _ bytes: ArraySlice<UInt8>,
        count: Int,
        unusable: (String) -> RecordingError
    ) throws(RecordingError) -> [Int] {
        guard count <= bytes.count * 8 else { throw unusable("has fewer bits than samples") }
        var bits = SCPBits(bytes)
        var table = 0
        var values: [Int] = []
        values.reserveCapacity(count)
        while values.count < count {
            guard let code = tables[table].next(&bits), let following = bits.next(code.following) else {
                throw unusable("ends within its samples or holds an unknown code")
            }
            switch code.meaning {
            case .table(let other): table = other
            case .value(let value): values.append(code.following == 0 ? value : following)
            }
        }
        return values
    }
}

extension SCPHuffman {
    /// A prefix and what it stands for.
    struct Code {
        /// Zeros and ones in the order of the bit stream.
        let prefix: [Int]
        /// How many bits of the value follow the prefix.
        let following: Int
        let meaning: Meaning
    }

    enum Meaning {
        case value(Int)
        case table(Int)
    }

    /// A tree of prefixes.
    private struct Table {
        /// For each node where a 0 and where a 1 leads; 0 is nowhere, a negative number a code.
        private var branches: [(Int, Int)] = [(0, 0)]
        private var codes: [Code] = []

        mutating func insert(_ code: Code, _ section: SCPSection) throws(RecordingError) {
            var node = 0
            codes.append(code)
            for (index, bit) in code.prefix.enumerated() {
                let isLast = index == code.prefix.count - 1
                let target = bit == 0 ? branches[node].0 : branches[node].1
                guard target == 0 || (target > 0 && !isLast) else {
                    throw section.unusable("holds a code that is the beginning of another")
                }
                let next = isLast ? -codes.count : target > 0 ? target : branches.count
                if !isLast, target == 0 { branches.append((0, 0)) }
                if bit == 0 { branches[node].0 = next } else { branches[node].1 = next }
                node = next
            }
        }

        /// The code that comes next; nil where the bits end or match none.
        func next(_ bits: inout SCPBits) -> Code? {
            var node = 0
            while let bit = bits.next() {
                node = bit == 0 ? branches[node].0 : branches[node].1
                if node == 0 { return nil }
                if node < 0 { return codes[-node - 1] }
            }
            return nil
        }
    }
}

/// Bits of bytes, most significant first.
struct SCPBits {
    private let bytes: ArraySlice<UInt8>
    private var position = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The next bit; nil at the end.
    mutating func next() -> Int? {
        guard position < bytes.count * 8 else { return nil }
        defer { position += 1 }
        return Int(bytes[bytes.startIndex + position >> 3] >> (7 - UInt8(position & 7))) & 1
    }

    /// The next so many bits, at most 32, in two's complement; 0 for none, nil where there are fewer.
    mutating func next(_ count: Int) -> Int? {
        guard count > 0 else { return 0 }
        guard position + count <= bytes.count * 8 else { return nil }
        let bits = (0..<count).reduce(0) { sum, _ in sum << 1 | (next() ?? 0) }
        return bits >> (count - 1) == 1 ? bits - 1 << count : bits
    }
}
