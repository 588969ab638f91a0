import Foundation

/// Collects the parts of a MUSE document during a scan; everything else in it is passed over.
final class MuseHandler: XMLHandler {
    private(set) var document = MuseDocument()
    private let bytes: Data

    private static let maximumStatements = 1000
    private static let maximumWaveforms = 16
    private static let maximumLeads = 32
    /// Of everything but samples; also of an identity, which goes through encryption.
    private static let maximumFieldBytes = 16 << 10

    init(_ bytes: Data) { self.bytes = bytes }

    func open(_ path: [String], attributes: XMLAttributes, at offset: Int) throws(RecordingError) -> Bool {
        switch path.count {
        case 1: guard path[0] == "RestingECG" else { throw .unrecognised }
        case 2:
            guard path[1] == "Waveform" else { return MuseDocument.Section(rawValue: path[1]) != nil }
            try bound(document.waveforms.count, Self.maximumWaveforms, "the number of waveforms", offset)
            document.waveforms.append(MuseWaveform(place: place(offset)))
        case 3 where path[2] == "LeadData" && path[1] == "Waveform":
            let last = document.waveforms.count - 1
            try bound(document.waveforms[last].leads.count, Self.maximumLeads, "the number of leads", offset)
            document.waveforms[last].leads.append(MuseLead(place: place(offset)))
        case 3 where path[2] == "DiagnosisStatement":
            guard let section = MuseDocument.Section(rawValue: path[1]) else { return false }
            let count = document.statements[section]?.count ?? 0
            try bound(count, Self.maximumStatements, "the number of statements", offset)
            document.statements[section, default: []].append(MuseStatement())
        default: break
        }
        return true
    }

    func close(_ path: [String], text: inout [UInt8], at offset: Int) throws(RecordingError) {
        switch path.count {
        case 3 where path[1] == "Waveform":
            guard path[2] != "LeadData" else { return }
            document.waveforms[document.waveforms.count - 1].fields.set(path[2], try field(text, offset))
        case 3:
            guard let section = MuseDocument.Section(rawValue: path[1]) else { return }
            let value = try field(text, offset)
            guard !value.isEmpty, document.sections[section]?[path[2]] == nil else { return }
            document.sections[section, default: [:]][path[2]] = value
        case 4 where path[2] == "LeadData" && path[1] == "Waveform": try setLead(path[3], &text, offset)
        case 4 where path[2] == "DiagnosisStatement": try setStatement(path[1], path[3], text, offset)
        default: return
        }
    }

    private func setLead(_ name: String, _ text: inout [UInt8], _ offset: Int) throws(RecordingError) {
        let waveform = document.waveforms.count - 1
        let lead = document.waveforms[waveform].leads.count - 1
        guard name == "WaveFormData" else {
            document.waveforms[waveform].leads[lead].fields.set(name, try field(text, offset))
            return
        }
        let size = text.count
        document.waveforms[waveform].leads[lead].samples = (text, place(offset))
        // Taken, not copied; the next lead is as long.
        text = []
        text.reserveCapacity(size)
    }

    private func setStatement(
        _ parent: String,
        _ name: String,
        _ text: [UInt8],
        _ offset: Int
    ) throws(RecordingError) {
        guard let section = MuseDocument.Section(rawValue: parent),
            let last = document.statements[section]?.indices.last
        else { return }
        switch name {
        case "StmtText": document.statements[section]?[last].text = try field(text, offset)
        case "StmtFlag":
            if try field(text, offset) == "ENDSLINE" { document.statements[section]?[last].endsLine = true }
        default: return
        }
    }

    private func bound(_ count: Int, _ limit: Int, _ what: String, _ offset: Int) throws(RecordingError) {
        guard count < limit else { throw .limitExceeded(what: what, limit: limit, place: place(offset).text) }
    }

    /// Text without white space at its ends.
    private func field(_ text: [UInt8], _ offset: Int) throws(RecordingError) -> String {
        guard text.count <= Self.maximumFieldBytes else {
            let place = place(offset).text
            throw .limitExceeded(what: "the text of one field", limit: Self.maximumFieldBytes, place: place)
        }
        guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 }) else {
            return ""
        }
        return String(decoding: text[first...last], as: UTF8.self)
    }

    private func place(_ offset: Int) -> SourcePlace { SourcePlace(bytes: bytes, offset: offset) }
}
