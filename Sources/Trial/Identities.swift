package import Foundation

/// Names a trial in data, schema and command line, such as `discovery-shd`: the id of its protocol.
package struct TrialID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// - Parameter rawValue: 1–64 small letters, digits and hyphens, beginning with a letter; otherwise nil.
    package init?(rawValue: String) {
        guard rawValue.isSlug else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
    package static func < (a: TrialID, b: TrialID) -> Bool { a.rawValue < b.rawValue }
}

/// Names a site in subject numbers, such as `NYP`.
package struct SiteCode: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// - Parameter rawValue: 2–8 capital letters A–Z and digits; otherwise nil.
    package init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        guard allowed, (2...8).contains(rawValue.utf8.count) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
    package static func < (a: SiteCode, b: SiteCode) -> Bool { a.rawValue < b.rawValue }
}

/// Stands for one patient everywhere outside the schema `identity`; says nothing about who it is.
package struct PatientKey: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let rawValue: UUID

    package init(rawValue: UUID) { self.rawValue = rawValue }

    package var description: String { rawValue.uuidString.lowercased() }
    package static func < (a: PatientKey, b: PatientKey) -> Bool { a.rawValue < b.rawValue }
}

/// Names one stored ECG.
package struct RecordingID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: UUID

    package init(rawValue: UUID) { self.rawValue = rawValue }

    package var description: String { rawValue.uuidString.lowercased() }
}

/// Names one run of a model on a recording.
package struct AssessmentID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: UUID

    package init(rawValue: UUID) { self.rawValue = rawValue }

    package var description: String { rawValue.uuidString.lowercased() }
}

extension String {
    /// 1–64 small letters, digits and hyphens, beginning with a letter: the shape of every id a protocol declares.
    var isSlug: Bool {
        guard let first = utf8.first, (0x61...0x7A).contains(first), utf8.count <= 64 else { return false }
        return utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
