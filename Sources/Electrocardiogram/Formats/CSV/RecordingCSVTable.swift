import CSV
import Foundation

/// The parts of a table of samples: comments, columns and numbers.
struct RecordingCSVTable {
    /// The values of comment lines `# key: value` in front of the header; a repeated key keeps its first value.
    private(set) var fields: [String: String] = [:]
    /// The values of the key `statement`, which may repeat.
    private(set) var statements: [String] = []
    private(set) var columns: [RecordingCSVColumn] = []
    /// Where the header stands.
    private(set) var header = TextPlace(line: 1, column: 1)
    /// The samples of each column, empty for one that holds no lead.
    private(set) var samples: [[Float]] = []
    /// The time of each sample, where a column holds it.
    private(set) var times: [Double] = []
    private var rows = 0

    /// Of the comments together.
    private static let maximumCommentBytes = 256 << 10
    /// Ten minutes at 2000 samples a second.
    private static let maximumRows = 1_200_000
    /// Of a header.
    private static let maximumHeaderBytes = 16 << 10

    init(_ data: Data) throws(RecordingError) {
        let bytes = [UInt8](data)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var rest = bytes[...].dropFirst(bytes.starts(with: mark) ? mark.count : 0)
        var line = 0
        var commentBytes = 0
        var gap: Int?
        while let start = rest.first {
            line += 1
            let text = Self.takeLine(&rest)
            if start == UInt8(ascii: "#") {
                commentBytes += text.count
                guard commentBytes <= Self.maximumCommentBytes || !columns.isEmpty else {
                    throw Self.limit("the comments, in bytes", Self.maximumCommentBytes, line)
                }
                if columns.isEmpty { take(comment: text) }
            } else if !text.allSatisfy({ $0 <= 0x20 }) {
                // In a single column an empty line may be a sample that is missing, and all after it would move.
                if let gap, columns.count == 1 {
                    throw .unusable(what: "a row", reason: "is empty", place: TextPlace(line: gap, column: 1))
                }
                if columns.isEmpty { try take(header: text, line) } else { try take(row: text, line) }
            } else if !columns.isEmpty {
                gap = line
            }
        }
        guard !columns.isEmpty else { throw .missing(what: "the header that names the leads", place: nil) }
    }

    /// One line without its end, LF or CR LF.
    private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        var line = rest[..<end]
        rest = rest[end...].dropFirst()
        if line.last == 0x0D { line = line.dropLast() }
        return line
    }

    private mutating func take(comment: ArraySlice<UInt8>) {
        guard let comment = RecordingCSVComment(comment) else { return }
        if comment.key == "statement" { return statements.append(comment.value) }
        if fields[comment.key] == nil { fields[comment.key] = comment.value }
    }

    private mutating func take(header text: ArraySlice<UInt8>, _ line: Int) throws(RecordingError) {
        guard text.count <= Self.maximumHeaderBytes else {
            throw Self.limit("the header, in bytes", Self.maximumHeaderBytes, line)
        }
        header = TextPlace(line: line, column: 1)
        let names: [String]
        do {
            names = try CSVReader().read(Array(text)).header
        } catch {
            throw .unusable(what: "the header", reason: "cannot be read (\(error.explanation))", place: header)
        }
        columns = names.map(RecordingCSVColumn.init)
        samples = columns.map { _ in [] }
        let leads = columns.compactMap(\.lead)
        guard Set(leads).count == leads.count, columns.count(where: \.isTime) <= 1 else {
            throw .unusable(what: "the header", reason: "names a lead or the time twice", place: header)
        }
        guard !leads.isEmpty else { throw .missing(what: "every lead", place: header) }
    }

    private mutating func take(row text: ArraySlice<UInt8>, _ line: Int) throws(RecordingError) {
        rows += 1
        guard rows <= Self.maximumRows else { throw Self.limit("the number of rows", Self.maximumRows, line) }
        var column = 0
        var start = text.startIndex
        while start <= text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: ",")) ?? text.endIndex
            guard column < columns.count else { throw ragged(line, start - text.startIndex) }
            if columns[column].lead != nil || columns[column].isTime {
                guard let number = RecordingCSVNumber.parse(text[start..<end]) else {
                    let place = TextPlace(line: line, column: start - text.startIndex + 1)
                    throw .unusable(what: "a sample", reason: "is no number", place: place)
                }
                if columns[column].isTime { times.append(number) } else { samples[column].append(Float(number)) }
            }
            column += 1
            start = end + 1
        }
        guard column == columns.count else { throw ragged(line, text.count) }
    }

    private func ragged(_ line: Int, _ offset: Int) -> RecordingError {
        let reason = "has not \(columns.count) fields, which the header names"
        return .unusable(what: "a row", reason: reason, place: TextPlace(line: line, column: offset + 1))
    }

    private static func limit(_ what: String, _ limit: Int, _ line: Int) -> RecordingError {
        .limitExceeded(what: what, limit: limit, place: TextPlace(line: line, column: 1))
    }
}
