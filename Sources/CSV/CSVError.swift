/// Why a file is not a table.
///
/// Lines and columns count from 1; values of fields never appear.
package enum CSVError: Error, Sendable, Equatable {
    case empty
    case tooLarge(limit: Int)
    case tooManyRecords(line: Int, limit: Int)
    case tooManyColumns(line: Int, limit: Int)
    case fieldTooLong(line: Int, column: Int, limit: Int)
    case notUTF8(line: Int, column: Int)
    case nullByte(line: Int, column: Int)
    case bareCarriageReturn(line: Int)
    case blankLine(line: Int)
    case unterminatedQuote(line: Int, column: Int)
    case quoteInPlainField(line: Int, column: Int)
    case textAfterQuote(line: Int, column: Int)
    case raggedRecord(line: Int, fields: Int, expected: Int)
    /// The header is one field, and this separator of other dialects stands in it.
    case foreignSeparator(name: String)
    case emptyColumnName(column: Int)
    case duplicateColumnName(name: String, first: Int, second: Int)

    /// Where reading stopped; nil where the whole file is meant.
    package var line: Int? {
        switch self {
        case .empty, .tooLarge: nil
        case .tooManyRecords(let line, _), .tooManyColumns(let line, _), .fieldTooLong(let line, _, _),
            .notUTF8(let line, _), .nullByte(let line, _), .bareCarriageReturn(let line), .blankLine(let line),
            .unterminatedQuote(let line, _), .quoteInPlainField(let line, _), .textAfterQuote(let line, _),
            .raggedRecord(let line, _, _):
            line
        case .foreignSeparator, .emptyColumnName, .duplicateColumnName: 1
        }
    }

    /// What is wrong and what to do, without the place, which ``line`` gives.
    package var explanation: String {
        switch self {
        case .empty: "the file is empty: the first line must name the columns"
        case .tooLarge(let limit): "the file is larger than \(limit) bytes: split it"
        case .tooManyRecords(_, let limit): "the file has more than \(limit) lines: split it"
        case .tooManyColumns(_, let limit): "more than \(limit) columns"
        case .fieldTooLong(_, let column, let limit):
            "column \(column) is longer than \(limit) bytes: look for a quote that is never closed"
        case .notUTF8(_, let column): "column \(column) is not UTF-8 text: save the file as CSV UTF-8"
        case .nullByte(_, let column): "column \(column) holds a zero byte: save the file as CSV UTF-8"
        case .bareCarriageReturn: "a carriage return without a line feed: save with line ends LF or CRLF"
        case .blankLine: "the line is blank: delete it"
        case .unterminatedQuote(_, let column): "the quote that opens column \(column) is never closed: close it"
        case .quoteInPlainField(_, let column):
            "a quote inside column \(column), which does not begin with one: quote the whole field and double the quote"
        case .textAfterQuote(_, let column):
            "text after the closing quote of column \(column): double a quote that belongs to the text"
        case .raggedRecord(_, let fields, let expected):
            "\(fields) fields where the header names \(expected): add or remove commas, or quote a field that holds one"
        case .foreignSeparator(let name):
            "the columns are separated by \(name)s: save the file with commas between them"
        case .emptyColumnName(let column): "column \(column) has no name: name it or delete it"
        case .duplicateColumnName(_, let first, let second):
            // Without a header the name is what the file says of somebody.
            "columns \(first) and \(second) have the same name: rename one"
        }
    }
}
