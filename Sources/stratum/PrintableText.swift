import ArgumentParser
import Foundation

extension String {
    /// One line that may stand on a terminal: what moves the cursor or reverses text becomes a blank, and of much the middle is cut.
    var printable: String { printable(limit: 1_200) }

    /// The same with a limit of one's own on the characters kept.
    func printable(limit: Int) -> String {
        let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        guard scalars.count > limit else { return String(String.UnicodeScalarView(scalars)) }
        // The end tells what to do about it.
        let parts = scalars.prefix(limit / 2) + ["…"] + scalars.suffix(limit / 2)
        return String(String.UnicodeScalarView(parts))
    }
}

/// Text that a person types and the database keeps.
enum TypedText {
    /// - Throws: usage, unless the text has something to read and nothing that a terminal would act on.
    static func check(_ text: String, _ option: String, limit: Int) throws {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("\(option): is empty; say it") }
        guard text.unicodeScalars.count <= limit else {
            throw ValidationError("\(option): has more than \(limit) characters; shorten it")
        }
        guard text == text.printable else {
            throw ValidationError("\(option): leave out control characters and line ends")
        }
    }
}
