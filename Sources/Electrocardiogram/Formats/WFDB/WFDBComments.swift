import Foundation

/// What the comments of a header say about patient, device and diagnosis; nonsense is missing, with a remark.
///
/// The format leaves comments free. Understood are `key: value`, one a line, as the PTB database, the PhysioNet
/// challenges and ``WFDBWriter`` have it, and several `<key>: value` on one line, which the manual page proposes.
struct WFDBComments {
    /// Values by key in lower case; a repeated key keeps its first value.
    private let fields: [String: String]
    /// Statements and codes in the file's order and wording.
    let statements: [String]
    /// Whether codes, which are the database's labels and not a device's words, are among the statements.
    let holdsCodes: Bool

    init(_ comments: [String]) {
        var fields: [String: String] = [:]
        var statements: [String] = []
        var codes: [String] = []
        for (key, value) in comments.flatMap(Self.pairs) where !Self.isNone(value) {
            switch key {
            case "statement": statements.append(value)
            case "dx": codes += value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            default: fields[key] = fields[key] ?? value
            }
        }
        self.fields = fields
        self.statements = statements + codes
        holdsCodes = !codes.isEmpty
    }

    var device: String? { fields["device"] }

    /// Whether a comment gives the day of recording, as in the PTB database, which gives no time.
    var hasDate: Bool { fields["ecg date"] != nil }

    func patient(remarks: inout [String]) -> RecordedPatient {
        RecordedPatient(
            recordNumber: fields["patient id"] ?? fields["subject_id"],
            familyName: fields["family name"],
            givenName: fields["given name"],
            birthDate: birthDate(&remarks),
            age: age(&remarks),
            sex: sex(&remarks)
        )
    }

    func measurements(remarks: inout [String]) -> Measurements {
        Measurements(
            ventricularRate: measurement("ventricular rate", unit: "bpm", &remarks),
            atrialRate: measurement("atrial rate", unit: "bpm", &remarks),
            prInterval: measurement("pr interval", unit: "ms", &remarks),
            qrsDuration: measurement("qrs duration", unit: "ms", &remarks),
            qtInterval: measurement("qt interval", unit: "ms", &remarks),
            qtcInterval: measurement("qtc interval", unit: "ms", &remarks)
        )
    }

    /// Minutes east of Greenwich; nil where the comments do not say.
    func utcOffsetMinutes(remarks: inout [String]) -> Int? {
        guard let text = fields["utc offset"] else { return nil }
        let words = text.split(separator: " ")
        if words.count == 2, words[1] == "min", let minutes = DecimalText.integer(words[0]), abs(minutes) <= 18 * 60 {
            return minutes
        }
        remarks.append("The comment UTC offset is no number of minutes; the time of recording has no zone.")
        return nil
    }

    private func birthDate(_ remarks: inout [String]) -> CalendarDate? {
        guard let text = fields["birth date"] else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).compactMap(DecimalText.integer)
        if parts.count == 3, let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2]) { return date }
        remarks.append("The comment Birth date is no date (YYYY-MM-DD) and counts as missing.")
        return nil
    }

    private func age(_ remarks: inout [String]) -> Int? {
        guard let text = fields["age"] else { return nil }
        if let age = DecimalText.number(text[...]), (0...150).contains(age) { return Int(age) }
        remarks.append("The comment Age is no number of years up to 150 and counts as missing.")
        return nil
    }

    private func sex(_ remarks: inout [String]) -> Sex? {
        guard let text = fields["sex"] ?? fields["gender"] else { return nil }
        switch text.lowercased() {
        case "female", "f": return .female
        case "male", "m": return .male
        default:
            remarks.append("The comment Sex is neither male nor female and counts as missing.")
            return nil
        }
    }

    /// A number followed by its unit, which is never guessed.
    private func measurement(_ key: String, unit: String, _ remarks: inout [String]) -> Double? {
        guard let text = fields[key] else { return nil }
        let words = text.split(separator: " ")
        if words.count == 2, words[1] == unit, let value = DecimalText.number(words[0]), (0...10_000).contains(value) {
            return value == 0 ? nil : value
        }
        remarks.append("The comment “\(key)” is no number of \(unit) and counts as missing.")
        return nil
    }

    /// Whether the value of a comment is read as it was written.
    static func isKept(_ value: String) -> Bool {
        let isOneLine = value.unicodeScalars.allSatisfy { !CharacterSet.newlines.contains($0) && $0 != "\0" }
        return isOneLine && trimmed(value) == value && !isNone(value)
            && value.utf8.count < WFDBHeader.maximumLineBytes - 100
    }

    private static func pairs(_ comment: String) -> [(String, String)] {
        guard comment.hasPrefix("<") else { return pair(comment, key: ":").map { [$0] } ?? [] }
        return comment.split(separator: "<").compactMap { part in
            pair(String(part), key: ">").map { ($0, $1.hasPrefix(":") ? trimmed($1.dropFirst()) : $1) }
        }
    }

    private static func pair(_ text: String, key end: Character) -> (String, String)? {
        guard let index = text.firstIndex(of: end) else { return nil }
        return (trimmed(text[..<index]).lowercased(), trimmed(text[text.index(after: index)...]))
    }

    private static func trimmed(_ text: some StringProtocol) -> String { text.trimmingCharacters(in: .whitespaces) }

    /// Whether a value is one of the words that databases write for none.
    private static func isNone(_ value: String) -> Bool {
        ["", "unknown", "nan", "n/a", "none", "(none)", "?"].contains(value.lowercased())
    }
}
