import ArgumentParser
import Electrocardiogram
import Foundation

struct EcgCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two ECG files sample by sample.",
        discussion: """
            For the same ECG in two formats, or from two programs. They are the same when both have the same leads, rate \
            and length, and no sample differs by more than one step of the coarser file; otherwise the exit code is 1. What the files \
            state beside the signal is shown and decides nothing.

              stratum ecg compare muse.xml export.dcm
              stratum ecg compare ecg.xml ecg.hea --json
            """
    )

    @Argument(help: "An ECG file.", completion: .file()) var first: String
    @Argument(help: "Another one.", completion: .file()) var second: String
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        let (a, b) = (try EcgContent.recording(first), try EcgContent.recording(second))
        let report: ComparisonReport
        do {
            report = ComparisonReport(try RecordingComparison(a.signal, b.signal), a, b)
        } catch {
            throw Failure.refuse("\(first), \(second): \(error)", code: Failure.badData)
        }
        print(json ? try JSONText.of(report) : report.text)
        if !report.comparison.isSame { throw ExitCode(Failure.differs) }
    }
}

/// A comparison for people and for programs.
struct ComparisonReport: Encodable {
    let comparison: RecordingComparison
    /// What either file states; of the patient only what a model reads.
    private let values: [Value]

    private struct Value {
        /// In JSON.
        let key: String
        /// For people.
        let title: String
        let unit: String
        let first: Double?
        let second: Double?
    }

    init(_ comparison: RecordingComparison, _ first: Recording, _ second: Recording) {
        self.comparison = comparison
        func value(_ key: String, _ title: String, _ unit: String, _ of: (Recording) -> Double?) -> Value {
            Value(key: key, title: title, unit: unit, first: of(first), second: of(second))
        }
        values = [
            value("ventricularRate", "Ventricular rate", "/min") { $0.measurements.ventricularRate },
            value("atrialRate", "Atrial rate", "/min") { $0.measurements.atrialRate },
            value("prInterval", "PR interval", "ms") { $0.measurements.prInterval },
            value("qrsDuration", "QRS duration", "ms") { $0.measurements.qrsDuration },
            value("qtInterval", "QT interval", "ms") { $0.measurements.qtInterval },
            value("qtcInterval", "QTc interval", "ms") { $0.measurements.qtcInterval },
            value("age", "Age", "years") { $0.patient.age.map(Double.init) },
        ]
    }

    var text: String {
        let head = "Lead   largest µV   at sample   RMS µV"
        let rows = comparison.leads.map { lead in
            Self.padded(lead.lead.rawValue, 5, left: true) + Self.padded(Self.shown(lead.largest), 12)
                + Self.padded("\(lead.largestAt)", 12) + Self.padded(Self.shown(lead.rootMeanSquare), 9)
        }
        let stated = values.filter { $0.first != nil || $0.second != nil }.map { value in
            "\(value.title): \(Self.shown(value.first, value.unit)) and \(Self.shown(value.second, value.unit))"
                + (value.first == value.second ? "" : "  (differ)")
        }
        let verdict =
            comparison.isSame
            ? "The same: no sample differs by more than \(Self.shown(comparison.quantisationStep)) µV."
            : "Different; one step of the coarser file is \(Self.shown(comparison.quantisationStep)) µV."
        let leads = comparison.leads.count == 1 ? "1 lead" : "\(comparison.leads.count) leads"
        let counts = "\(comparison.samplesCompared) samples of \(leads) compared."
        let table = rows.isEmpty ? ["They have no lead in common."] : [head] + rows
        return (table + [""] + stated + comparison.remarks + [counts, verdict]).joined(separator: "\n")
    }

    private static func shown(_ value: Double?, _ unit: String? = nil) -> String {
        guard let value else { return "none" }
        let rounded = (value * 1_000).rounded() / 1_000
        return (Int(exactly: rounded).map(String.init) ?? rounded.description) + (unit.map { " " + $0 } ?? "")
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + blanks : blanks + text
    }

    private enum Key: String, CodingKey {
        case same, samplesCompared, quantisationStepMicrovolts, leads, measurements, remarks
    }

    private struct LeadRow: Encodable {
        let lead: String
        let largestMicrovolts: Double
        let largestAtSample: Int
        let rootMeanSquareMicrovolts: Double
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(comparison.isSame, forKey: .same)
        try object.encode(comparison.samplesCompared, forKey: .samplesCompared)
        try object.encode(comparison.quantisationStep, forKey: .quantisationStepMicrovolts)
        let rows = comparison.leads.map {
            LeadRow(
                lead: $0.lead.rawValue,
                largestMicrovolts: $0.largest,
                largestAtSample: $0.largestAt,
                rootMeanSquareMicrovolts: $0.rootMeanSquare
            )
        }
        try object.encode(rows, forKey: .leads)
        let stated = values.map { ($0.key, [$0.first, $0.second]) }
        try object.encode(Dictionary(uniqueKeysWithValues: stated), forKey: .measurements)
        try object.encode(comparison.remarks, forKey: .remarks)
    }
}
