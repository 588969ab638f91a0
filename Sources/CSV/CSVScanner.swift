/// Cuts bytes into records: a pure state machine that takes one byte at a time.
struct CSVScanner {
    private enum State {
        case fieldStart
        case plain
        case quoted
        /// A quote inside a quoted field: the first half of a doubled one, or the end.
        case quoteInQuoted
        case carriageReturn
    }

    private enum Byte {
        static let quote = UInt8(ascii: "\"")
        static let comma = UInt8(ascii: ",")
        static let lineFeed = UInt8(ascii: "\n")
        static let carriageReturn = UInt8(ascii: "\r")
    }

    private let limits: CSVLimits
    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var records: [CSVTable.Record] = []
    private var line = 1
    private var recordLine = 1

    init(limits: CSVLimits) { self.limits = limits }

    private var column: Int { fields.count + 1 }

    mutating func take(_ byte: UInt8) throws(CSVError) {
        guard byte != 0 else { throw .nullByte(line: line, column: column) }
        switch state {
        case .fieldStart where byte == Byte.quote: state = .quoted
        case .fieldStart, .plain: try takePlain(byte)
        case .quoted: try takeQuoted(byte)
        case .quoteInQuoted: try takeAfterQuote(byte)
        case .carriageReturn:
            guard byte == Byte.lineFeed else { throw .bareCarriageReturn(line: line) }
            try endRecord()
        }
    }

    /// The records, once the last byte was taken; the last line may lack its line end.
    mutating func finish() throws(CSVError) -> [CSVTable.Record] {
        switch state {
        case .quoted: throw .unterminatedQuote(line: recordLine, column: column)
        case .carriageReturn: throw .bareCarriageReturn(line: line)
        case .fieldStart where fields.isEmpty: break
        case .fieldStart, .plain, .quoteInQuoted: try endRecord()
        }
        return records
    }

    private mutating func takePlain(_ byte: UInt8) throws(CSVError) {
        guard byte != Byte.quote else { throw .quoteInPlainField(line: line, column: column) }
        if try takeDelimiter(byte) { return }
        state = .plain
        try append(byte)
    }

    private mutating func takeQuoted(_ byte: UInt8) throws(CSVError) {
        if byte == Byte.quote {
            state = .quoteInQuoted
            return
        }
        if byte == Byte.lineFeed { line += 1 }
        try append(byte)
    }

    private mutating func takeAfterQuote(_ byte: UInt8) throws(CSVError) {
        if byte == Byte.quote {
            state = .quoted
            try append(byte)
            return
        }
        guard try takeDelimiter(byte) else { throw .textAfterQuote(line: line, column: column) }
    }

    private mutating func takeDelimiter(_ byte: UInt8) throws(CSVError) -> Bool {
        switch byte {
        case Byte.comma: try endField()
        case Byte.lineFeed: try endRecord()
        case Byte.carriageReturn: state = .carriageReturn
        default: return false
        }
        return true
    }

    private mutating func append(_ byte: UInt8) throws(CSVError) {
        guard field.count < limits.fieldBytes else {
            throw .fieldTooLong(line: recordLine, column: column, limit: limits.fieldBytes)
        }
        field.append(byte)
    }

    private mutating func endField() throws(CSVError) {
        guard fields.count < limits.columns else { throw .tooManyColumns(line: recordLine, limit: limits.columns) }
        guard let text = String(validating: field, as: UTF8.self) else {
            throw .notUTF8(line: recordLine, column: column)
        }
        fields.append(text)
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func endRecord() throws(CSVError) {
        try endField()
        guard records.count < limits.records else { throw .tooManyRecords(line: recordLine, limit: limits.records) }
        records.append(CSVTable.Record(line: recordLine, fields: fields))
        fields.removeAll(keepingCapacity: true)
        line += 1
        recordLine = line
    }
}
