import CSV

/// What must be said of a file's figures: one remark a line, in a text file beside it.
///
/// A remark that begins with `MODEL/OUTCOME:` or `MODEL:` is printed with that table as well.
enum RemarksFile {
    private static let maximumRemarks = 20
    private static let maximumCharacters = 500

    static func remarks(in file: SourceFile) throws(ReportingError) -> [String] {
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            throw .notATable(file: file.name, .notUTF8(line: 1, column: 1))
        }
        var remarks: [String] = []
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            guard index < maximumRemarks, SafeText.isSafe(line, limit: maximumCharacters) else {
                throw file.problem(line: index + 1, .unsafeText(limit: maximumCharacters))
            }
            remarks.append(String(line))
        }
        return remarks
    }
}
