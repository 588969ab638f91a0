import Foundation

/// The parts of a MUSE document that a recording is made of, as text and bytes, before any is understood.
///
/// MUSE XML has a published document type (`restecg.dtd`); which parts occur differs by release and by site.
struct MuseDocument {
    /// Leaf elements by section and name; a repeated name keeps its first value.
    var sections: [Section: [String: String]] = [:]
    var statements: [Section: [MuseStatement]] = [:]
    var waveforms: [MuseWaveform] = []

    enum Section: String {
        case patient = "PatientDemographics"
        case test = "TestDemographics"
        case measurements = "RestingECGMeasurements"
        case originalMeasurements = "OriginalRestingECGMeasurements"
        case diagnosis = "Diagnosis"
        case originalDiagnosis = "OriginalDiagnosis"
    }

    static func scan(_ bytes: Data) throws(RecordingError) -> MuseDocument {
        let handler = MuseHandler(bytes)
        try XMLScanner.scan(bytes, bulk: "WaveFormData", into: handler)
        return handler.document
    }
}

/// The leaf elements of one element; of a repeated name the last counts.
///
/// There are few in each, and many such elements: to search is faster than to hash.
struct MuseFields {
    private var fields: [(name: String, value: String)] = []

    subscript(name: String) -> String? { fields.last { $0.name == name }?.value }

    mutating func set(_ name: String, _ value: String) { fields.append((name, value)) }
}

/// One piece of a diagnosis; a line of the printed report is made of several.
struct MuseStatement {
    var text = ""
    var endsLine = false

    /// Joins pieces to lines: a line ends where a piece says so, and at the last piece.
    static func lines(_ statements: [MuseStatement]) -> [String] {
        var lines: [String] = []
        var pieces: [String] = []
        for (index, statement) in statements.enumerated() {
            if !statement.text.isEmpty { pieces.append(statement.text) }
            guard statement.endsLine || index == statements.count - 1 else { continue }
            if !pieces.isEmpty { lines.append(pieces.joined(separator: " ")) }
            pieces = []
        }
        return lines
    }
}
