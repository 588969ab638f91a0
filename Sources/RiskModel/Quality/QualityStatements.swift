import Foundation

/// The statements of a recording, searched without regard to case, spacing and punctuation.
struct QualityStatements {
    private let text: [String]

    init(_ statements: [String]) {
        text = statements.map(Self.letters)
    }

    var tellOfPoorQuality: Bool { containAny(of: ["POOR DATA QUALITY"]) }

    var tellOfPacing: Bool {
        containAny(of: [
            "ATRIAL-SENSED VENTRICULAR-PACED COMPLEXES", "ATRIAL-SENSED VENTRICULAR-PACED RHYTHM",
            "AV DUAL-PACED COMPLEXES", "AV DUAL-PACED RHYTHM",
            "AV SEQUENTIAL OR DUAL CHAMBER ELECTRONIC PACEMAKER", "BIVENTRICULAR PACEMAKER DETECTED",
            "ELECTRONIC VENTRICULAR PACEMAKER", "VENTRICULAR-PACED COMPLEXES", "VENTRICULAR-PACED RHYTHM",
            "WITH A DEMAND PACEMAKER",
        ])
    }

    private func containAny(of phrases: [String]) -> Bool {
        phrases.map(Self.letters).contains { phrase in text.contains { $0.contains(phrase) } }
    }

    /// Letters only, in upper case: devices differ in hyphens as much as in blanks.
    private static func letters(_ text: String) -> String {
        String(String.UnicodeScalarView(text.uppercased().unicodeScalars.filter { ("A"..."Z").contains($0) }))
    }
}
