import ArgumentParser
import Electrocardiogram
import Foundation

struct EcgCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two ECG files sample by sample.",
        discussion: """
            For the same ECG in two formats, or from two programs. They are the same when both have the same leads, rate \
            and length, and no sample differs by more than one step of the coarser file; otherwise the exit code is 1.

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
            report = ComparisonReport(try RecordingComparison(a.signal, b.signal), a.measurements, b.measurements)
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
    /// Measurements of either file, in its own unit.
    private let measurements: [(name: String, first: Double?, second: Double?)]

    init(_ comparison: RecordingComparison, _ first: Measurements, _ second: Measurements) {
        self.comparison = comparison
        measurements = [
            ("ventricularRate", first.ventricularRate, second.ventricularRate),
            ("atrialRate", first.atrialRate, second.atrialRate),
            ("prInterval", first.prInterval, second.prInterval),
            ("qrsDuration", first.qrsDuration, second.qrsDuration),
            ("qtInterval", first.qtInterval, second.qtInterval),
            ("qtcInterval", first.qtcInterval, second.qtcInterval),
        ]
    }

    var text: String {
        let head = "Lead   largest µV   at sample   RMS µV"
        let rows = comparison.leads.map { lead in
            Self.padded(lead.lead.rawValue, 5, left: true) + Self.padded(Self.shown(lead.largest), 12)
                + Self.padded("\(lead.largestAt)", 12) + Self.padded(Self.shown(lead.rootMeanSquare), 9)
        }
        let values = measurements.filter { $0.first != nil || $0.second != nil }.map { name, first, second in
            "\(name): \(Self.shown(first)) and \(Self.shown(second))"
        }
        let verdict =
            comparison.isSame
            ? "The same: no sample differs by more than \(Self.shown(comparison.quantisationStep)) µV."
            : "Different; one step of the coarser file is \(Self.shown(comparison.quantisationStep)) µV."
        let counts = "\(comparison.samplesCompared) samples of \(comparison.leads.count) leads compared."
        return ([head] + rows + [""] + values + comparison.remarks + [counts, verdict]).joined(separator: "\n")
    }

    private static func shown(_ value: Double?) -> String {
        guard let value else { return "none" }
        let rounded = (value * 1_000).rounded() / 1_000
        return Int(exactly: rounded).map(String.init) ?? rounded.description
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
        try object.encode(
            Dictionary(uniqueKeysWithValues: measurements.map { ($0.name, [$0.first, $0.second]) }),
            forKey: .measurements
        )
        try object.encode(comparison.remarks, forKey: .remarks)
    }
}
