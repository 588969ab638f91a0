import Foundation

/// The parts of a MUSE document that a recording is made of, as text and bytes, before any is understood.
///
/// MUSE XML has a published document type (`restecg.dtd`); which parts occur differs by release and by site.
struct MuseDocument {
    /// Leaf elements by section and name; a repeated name keeps its first value.
    private(set) var sections: [Section: [String: String]] = [:]
    private(set) var statements: [Section: [MuseStatement]] = [:]
    private(set) var waveforms: [MuseWaveform] = []

    enum Section: String {
        case patient = "PatientDemographics"
        case test = "TestDemographics"
        case measurements = "RestingECGMeasurements"
        case originalMeasurements = "OriginalRestingECGMeasurements"
        case diagnosis = "Diagnosis"
        case originalDiagnosis = "OriginalDiagnosis"
    }

    private static let maximumStatements = 1000
    private static let maximumWaveforms = 16
    private static let maximumLeads = 32
    /// Of everything but samples; also of an identity, which goes through encryption.
    private static let maximumFieldBytes = 16 << 10

    static func scan(_ bytes: Data) throws(RecordingError) -> MuseDocument {
        var document = MuseDocument()
        try XMLScanner.scan(bytes) { event, place throws(RecordingError) in
            switch event {
            case .opened(let path, _): try document.open(path, place)
            case .closed(let path, let text): try document.close(path, text, place)
            }
        }
        return document
    }

    private mutating func open(_ path: [String], _ place: TextPlace) throws(RecordingError) {
        guard path[0] == "RestingECG" else { throw .unrecognised }
        switch (path.count, path.last ?? "", path.count > 2 ? path[1] : "") {
        case (2, "Waveform", _):
            try bound(waveforms.count, Self.maximumWaveforms, "the number of waveforms", place)
            waveforms.append(MuseWaveform(place: place))
        case (3, "LeadData", "Waveform"):
            let last = waveforms.count - 1
            try bound(waveforms[last].leads.count, Self.maximumLeads, "the number of leads", place)
            waveforms[last].leads.append(MuseLead(place: place))
        case (3, "DiagnosisStatement", let parent):
            guard let section = Section(rawValue: parent) else { return }
            try bound(statements[section]?.count ?? 0, Self.maximumStatements, "the number of statements", place)
            statements[section, default: []].append(MuseStatement())
        default: return
        }
    }

    private mutating func close(_ path: [String], _ text: [UInt8], _ place: TextPlace) throws(RecordingError) {
        guard path.count > 2, let name = path.last else { return }
        guard name == "WaveFormData" || text.count <= Self.maximumFieldBytes else {
            throw .limitExceeded(what: "the text of one field", limit: Self.maximumFieldBytes, place: place)
        }
        switch (path.count, path[1], path[2]) {
        case (3, "Waveform", _) where name != "LeadData":
            waveforms[waveforms.count - 1].fields[name] = Self.trim(text)
        case (4, "Waveform", "LeadData"): setLead(name, text, place)
        case (4, _, "DiagnosisStatement"): setStatement(path[1], name, Self.trim(text))
        case (3, _, _): setField(path[1], name, Self.trim(text))
        default: return
        }
    }

    private mutating func setLead(_ name: String, _ text: [UInt8], _ place: TextPlace) {
        let waveform = waveforms.count - 1
        let lead = waveforms[waveform].leads.count - 1
        guard name == "WaveFormData" else {
            waveforms[waveform].leads[lead].fields[name] = Self.trim(text)
            return
        }
        waveforms[waveform].leads[lead].samples = (text, place)
    }

    private mutating func setStatement(_ parent: String, _ name: String, _ value: String) {
        guard let section = Section(rawValue: parent), let last = statements[section]?.indices.last else { return }
        switch name {
        case "StmtText": statements[section]?[last].text = value
        case "StmtFlag" where value == "ENDSLINE": statements[section]?[last].endsLine = true
        default: return
        }
    }

    private mutating func setField(_ parent: String, _ name: String, _ value: String) {
        guard let section = Section(rawValue: parent), !value.isEmpty else { return }
        if sections[section]?[name] == nil { sections[section, default: [:]][name] = value }
    }

    private func bound(_ count: Int, _ limit: Int, _ what: String, _ place: TextPlace) throws(RecordingError) {
        guard count < limit else { throw .limitExceeded(what: what, limit: limit, place: place) }
    }

    private static func trim(_ text: [UInt8]) -> String {
        String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
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
