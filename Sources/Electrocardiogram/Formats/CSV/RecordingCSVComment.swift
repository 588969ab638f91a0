import Foundation

/// A comment line that states something, such as `# sampling_rate: 500`.
struct RecordingCSVComment {
    /// In lower case, with underscores for blanks and hyphens.
    let key: String
    let value: String

    /// Nil for a line that states nothing.
    init?(_ line: ArraySlice<UInt8>) {
        let text = String(decoding: line.dropFirst(), as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { return nil }
        key = text[..<colon].trimmingCharacters(in: .whitespaces).lowercased()
            .replacing(" ", with: "_").replacing("-", with: "_")
        value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        if value.isEmpty { return nil }
    }
}
