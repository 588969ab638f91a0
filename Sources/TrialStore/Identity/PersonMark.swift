import Crypto
package import Foundation

/// A keyed hash by which one person is recognised at two sites, or under two record numbers.
package struct PersonMark: Sendable, Equatable {
    /// What two patients with the same mark have in common; raw values as in the database.
    package enum Kind: String, Sendable, CaseIterable {
        case recordNumber = "record_number"
        case nameAndBirthDate = "name_and_birth_date"
    }

    package let kind: Kind
    package let hash: Data
}

extension PatientIdentity {
    /// What is hashed into marks: text of which spelling, case and punctuation were taken away.
    ///
    /// A name and a birth date count only together and complete: half of them fits too many people.
    package var markedTexts: [(kind: PersonMark.Kind, text: String)] {
        var texts: [(PersonMark.Kind, String)] = []
        let number = String(Self.plain(recordNumber).drop { $0 == "0" })
        if !number.isEmpty { texts.append((.recordNumber, number)) }
        let names = [familyName, givenName].map { Self.plain($0 ?? "") }
        if let birthDate, names.allSatisfy({ !$0.isEmpty }) {
            texts.append((.nameAndBirthDate, (names + [birthDate]).joined(separator: "\u{1F}")))
        }
        return texts
    }

    /// Small letters and digits alone: `Müller-Lüdenscheidt`, `MULLER LUDENSCHEIDT` and `müllerlüdenscheidt` are one.
    ///
    /// Upper case first, which writes out `ß` and ligatures; then accents are split off and left out.
    package static func plain(_ text: String) -> String {
        let letters = text.uppercased().lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars
        return letters.reduce(into: "") { plain, scalar in
            if let written = withoutDecomposition[scalar] {
                plain += written
            } else if scalar.properties.isAlphabetic && !isMark(scalar) || scalar.properties.numericType != nil {
                plain.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    /// Letters whose stroke Unicode does not count as an accent.
    private static let withoutDecomposition: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i",
    ]
}
