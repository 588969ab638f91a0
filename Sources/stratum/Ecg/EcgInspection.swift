import Electrocardiogram
import Foundation
import RiskModel

/// What `ecg inspect` shows of a file: everything but who it is of and what was said of the heart.
struct EcgInspection {
    let recording: Recording
    let sources: MeasurementSources
    /// What the signal itself lets doubt.
    let signalRemarks: [String]
    let reasons: [QualityReason]
    /// What the networks see of it, when asked.
    var input: PreparedInput?
    /// The file's measurements beside the waveform's, when asked.
    var comparison: MeasurementComparison?

    /// Whatever measurements the file leaves out are computed, and said to be.
    init(_ file: Recording) {
        let completed = file.completedMeasurements()
        var recording = file
        recording.measurements = completed.measurements
        recording.remarks += completed.remarks
        self.recording = recording
        sources = completed.sources
        signalRemarks = SignalQuality(recording.signal).remarks
        self.reasons = QualityGate.reasons(for: recording)
    }

    var leads: [String] { Lead.allCases.filter { !recording.signal[$0].isEmpty }.map(\.rawValue) }

    /// Whether the file says who it is of, without which it cannot be imported.
    var hasRecordNumber: Bool { !(recording.patient.recordNumber ?? "").isEmpty }

    var remarks: [String] {
        let ofWaveform = (comparison?.remarks ?? []).filter { !recording.remarks.contains($0) }
        return recording.remarks + signalRemarks + (input?.remarks ?? []) + ofWaveform
    }

    /// The device's clock, ISO 8601; with its offset from Greenwich only where the file says it.
    var acquiredAt: String? {
        recording.acquiredAt.map { time in
            let date = Self.padded([time.date.year], to: 4) + "-" + Self.padded([time.date.month, time.date.day])
            return date + "T" + Self.padded([time.hour, time.minute, time.second], separator: ":")
                + (time.utcOffsetMinutes.map(Self.offset) ?? "")
        }
    }

    private static func offset(_ minutes: Int) -> String {
        (minutes < 0 ? "-" : "+") + padded([abs(minutes) / 60, abs(minutes) % 60], separator: ":")
    }

    private static func padded(_ numbers: [Int], to width: Int = 2, separator: String = "-") -> String {
        numbers.map { number in
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: separator)
    }
}

extension Data {
    /// Two lower-case hexadecimal digits a byte.
    fileprivate var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension EcgInspection: Encodable {
    enum Key: String, CodingKey {
        case format, hasRecordNumber, samplingRate, samples, leads, unit, microvoltsPerCount, sourceSha256, acquiredAt,
            age, sex
        case measurements, measurementSources, statements, reasons, remarks, preprocessed, waveform
    }

    enum PreprocessedKey: String, CodingKey {
        case version, sha256, shape, tabular
    }

    /// Missing values are null, so that every file gives the same keys.
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        let signal = recording.signal
        try object.encode(recording.format, forKey: .format)
        try object.encode(hasRecordNumber, forKey: .hasRecordNumber)
        try object.encode(signal.samplingRate, forKey: .samplingRate)
        try object.encode(signal.sampleCount, forKey: .samples)
        try object.encode(leads, forKey: .leads)
        try object.encode(signal.microvoltsPerCount.map { _ in "microvolt" }, forKey: .unit)
        try object.encode(signal.microvoltsPerCount, forKey: .microvoltsPerCount)
        try object.encode(recording.sourceDigest.hexadecimal, forKey: .sourceSha256)
        try object.encode(acquiredAt, forKey: .acquiredAt)
        try object.encode(recording.patient.age, forKey: .age)
        try object.encode(recording.patient.sex, forKey: .sex)
        try object.encode(measurements, forKey: .measurements)
        try object.encode(sources, forKey: .measurementSources)
        try object.encode(recording.statements.count, forKey: .statements)
        try object.encode(reasons, forKey: .reasons)
        try object.encode(remarks, forKey: .remarks)
        if let input { try encode(input, in: &object) }
        if let comparison { try object.encode(Waveform(comparison), forKey: .waveform) }
    }

    private var measurements: [String: Double?] {
        let values = recording.measurements
        return [
            "ventricularRate": values.ventricularRate, "atrialRate": values.atrialRate,
            "prInterval": values.prInterval, "qrsDuration": values.qrsDuration,
            "qtInterval": values.qtInterval, "qtcInterval": values.qtcInterval,
        ]
    }

    private func encode(_ input: PreparedInput, in object: inout KeyedEncodingContainer<Key>) throws {
        var nested = object.nestedContainer(keyedBy: PreprocessedKey.self, forKey: .preprocessed)
        try nested.encode(EchoNextPreprocessing.version, forKey: .version)
        try nested.encode(input.waveformDigest.hexadecimal, forKey: .sha256)
        try nested.encode([EchoNextPreprocessing.sampleCount, Lead.allCases.count], forKey: .shape)
        try nested.encode(input.tabular, forKey: .tabular)
    }
}

extension EcgInspection {
    /// For people: one aligned line a fact, units named.
    var text: String {
        let facts = recordingFacts + measurementFacts + comparedFacts + preprocessedFacts
        let width = facts.map(\.0.count).max() ?? 0
        let lines = facts.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }
        return (lines + list("Remarks", remarks) + list("Cannot be scored", reasons.map(explained))).joined(
            separator: "\n"
        )
    }

    private var recordingFacts: [(String, String)] {
        let signal = recording.signal
        let milliseconds = signal.sampleCount * 1000 / max(signal.samplingRate, 1)
        let length = milliseconds < 1000 ? "\(milliseconds) ms" : "\(Double(milliseconds / 100) / 10) s"
        return [
            ("Format", recording.format),
            ("SHA-256", recording.sourceDigest.hexadecimal),
            ("Acquired", acquiredAt ?? "not stated"),
            ("Device", recording.device ?? "not stated"),
            ("Record number", hasRecordNumber ? "stated, and not shown" : "not stated: an import refuses the file"),
            ("Age", recording.patient.age.map { "\($0) years" } ?? "not stated"),
            ("Sex", recording.patient.sex?.rawValue ?? "not stated"),
            ("Sampling", "\(signal.samplingRate) Hz, \(signal.sampleCount) samples a lead (\(length))"),
            ("Leads", leads.joined(separator: " ")),
            ("Amplitude", signal.microvoltsPerCount.map { "\($0) µV a count" } ?? "unit unknown"),
            ("Statements", String(recording.statements.count)),
        ]
    }

    private var measurementFacts: [(String, String)] {
        let values = recording.measurements
        return [
            ("Ventricular rate", shown(values.ventricularRate, "/min", sources.ventricularRate)),
            ("Atrial rate", shown(values.atrialRate, "/min", sources.atrialRate)),
            ("PR interval", shown(values.prInterval, "ms", sources.prInterval)),
            ("QRS duration", shown(values.qrsDuration, "ms", sources.qrsDuration)),
            ("QT interval", shown(values.qtInterval, "ms", sources.qtInterval)),
            ("QTc interval", shown(values.qtcInterval, "ms", sources.qtcInterval)),
        ]
    }

    private var preprocessedFacts: [(String, String)] {
        guard let input else { return [] }
        let values = input.tabular.map(\.description).joined(separator: " ")
        return [
            ("Network input", "2500 × 12 float32, \(EchoNextPreprocessing.version)"),
            ("  SHA-256", input.waveformDigest.hexadecimal), ("  tabular", values),
        ]
    }

    private func shown(_ value: Double?, _ unit: String, _ source: MeasurementSource?) -> String {
        guard let value else { return "none" }
        let computed = source == .file ? "" : "  (computed, not in the file)"
        return "\(Self.tenths(value)) \(unit)\(computed)"
    }

    /// Devices give whole numbers; what was divided has no more than tenths to say.
    static func tenths(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return Int(exactly: tenths).map(String.init) ?? tenths.description
    }

    private func explained(_ reason: QualityReason) -> String { "\(reason.rawValue): \(reason.explanation)" }

    private func list(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }
}
