import Foundation

/// Reads SCP-ECG texts by the language support code of tag 14 (EN 1064, annex A).
struct SCPText {
    private let encoding: String.Encoding?
    private let isStated: Bool

    /// - Parameter languageCode: Nil where the record has none.
    init(languageCode: Int?) {
        isStated = languageCode.map { $0 & 1 == 1 } ?? false
        switch languageCode {
        case let code? where code & 3 == 1: encoding = .isoLatin1
        case 0x03: encoding = .isoLatin2
        case let code? where code & 1 == 1: encoding = nil
        default: encoding = .isoLatin1
        }
    }

    /// The text up to the zero byte that ends it; nil when there is none.
    ///
    /// What is not ASCII is read by the stated character set, else as ISO 8859-1, with a remark.
    func text(_ bytes: ArraySlice<UInt8>, _ name: String, remarks: inout [String]) -> String? {
        let body = bytes.prefix { $0 != 0 }
        let isPlain = body.allSatisfy { $0 < 128 && $0 != 0x1B }
        guard let encoding = isPlain ? .ascii : encoding, let text = String(data: Data(body), encoding: encoding) else {
            remarks.append("\(name) is in a character set that is not read and counts as missing.")
            return nil
        }
        if !isPlain, !isStated {
            remarks.append("\(name) has letters beyond ASCII and no stated character set; it is read as ISO 8859-1.")
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }
}
