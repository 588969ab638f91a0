/// Reads comma-separated text a record at a time, as strictly as ``CSVReader``, in memory that does not grow with the file.
package struct CSVStream: ~Copyable {
    private let limits: CSVLimits
    private let refill: (UnsafeMutableRawBufferPointer) throws -> Int
    private var chunk: [UInt8]
    private var position = 0
    private var end = 0
    /// The line that the next byte is on, from 1.
    private var line = 1
    private var isAtStart = true

    /// - Parameters:
    ///   - limits: of columns and the bytes of a field; neither the file nor the number of records is bounded.
    ///   - refill: puts bytes into a buffer and says how many; 0 at the end.
    package init(limits: CSVLimits = .usual, refill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.limits = limits
        self.refill = refill
        chunk = [UInt8](repeating: 0, count: 1 << 18)
    }

    /// Where the scanner is within a record.
    private enum State {
        case fieldStart
        case plain
        case quoted
        case quoteInQuoted
        case carriageReturn
    }

    /// Reads the next record.
    ///
    /// - Returns: false at the end of the file, which leaves the record empty.
    /// - Throws: ``CSVError`` with the line, or what `refill` throws.
    package mutating func next(into record: inout CSVRecordBytes) throws -> Bool {
        record.removeAll(line: line)
        var state = State.fieldStart
        while true {
            if position == end, try !fill() { return try finish(&record, state) }
            if try scan(&record, &state) { return true }
        }
    }

    /// More bytes; false where there are none.
    private mutating func fill() throws -> Bool {
        position = 0
        end = try chunk.withUnsafeMutableBytes { try refill($0) }
        if isAtStart, chunk.prefix(end).starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        isAtStart = false
        return position < end
    }

    private func finish(_ record: inout CSVRecordBytes, _ state: State) throws -> Bool {
        switch state {
        case .quoted: throw CSVError.unterminatedQuote(line: record.line, column: record.column)
        case .carriageReturn: throw CSVError.bareCarriageReturn(line: line)
        case .fieldStart where record.count == 0: return false
        case .fieldStart, .plain, .quoteInQuoted: try record.endField(limits)
        }
        return true
    }

    /// Takes bytes of the chunk until the record or the chunk ends; true where the record does.
    private mutating func scan(_ record: inout CSVRecordBytes, _ state: inout State) throws -> Bool {
        while position < end {
            if state == .plain || state == .fieldStart {
                // Most bytes by far belong to plain fields: they are copied in one piece.
                let start = position
                chunk.withUnsafeBufferPointer { bytes in
                    while position < end, !Self.isSpecial(bytes[position]) { position += 1 }
                }
                if position > start {
                    record.append(chunk[start..<position])
                    state = .plain
                    try record.checkField(limits)
                }
                guard position < end else { return false }
            }
            let byte = chunk[position]
            position += 1
            if try take(byte, &record, &state) { return true }
        }
        return false
    }

    /// Nothing below a comma but quote, line ends and zero ends a plain field; the rest of those are rare.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\"") || byte == 0
    }

    private mutating func take(_ byte: UInt8, _ record: inout CSVRecordBytes, _ state: inout State) throws -> Bool {
        guard byte != 0 else { throw CSVError.nullByte(line: line, column: record.column) }
        switch state {
        case .fieldStart where byte == UInt8(ascii: "\""): state = .quoted
        case .plain where byte == UInt8(ascii: "\""):
            throw CSVError.quoteInPlainField(line: line, column: record.column)
        case .quoted where byte == UInt8(ascii: "\""): state = .quoteInQuoted
        case .quoted:
            if byte == UInt8(ascii: "\n") { line += 1 }
            record.append(CollectionOfOne(byte))
            try record.checkField(limits)
        case .quoteInQuoted where byte == UInt8(ascii: "\""):
            record.append(CollectionOfOne(byte))
            state = .quoted
        case .carriageReturn:
            guard byte == UInt8(ascii: "\n") else { throw CSVError.bareCarriageReturn(line: line) }
            return try endRecord(&record)
        case .fieldStart, .plain, .quoteInQuoted:
            switch byte {
            case UInt8(ascii: ","):
                try record.endField(limits)
                state = .fieldStart
            case UInt8(ascii: "\n"): return try endRecord(&record)
            case UInt8(ascii: "\r"): state = .carriageReturn
            default: throw CSVError.textAfterQuote(line: line, column: record.column)
            }
        }
        return false
    }

    private mutating func endRecord(_ record: inout CSVRecordBytes) throws -> Bool {
        try record.endField(limits)
        line += 1
        return true
    }
}
