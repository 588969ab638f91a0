import ArgumentParser
import Foundation
import Reporting
import Trial

/// Where a report goes: from here on it does not matter where its rows came from.
struct ReportOutput: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of a table.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("Write every figure in full, one a line.", valueName: "file.csv"))
    var csv: String?

    @Option(name: .long, help: ArgumentHelp("Write one self-contained page with figures.", valueName: "file.html"))
    var html: String?

    @Flag(name: .long, help: "Write over files that are there.") var force = false

    /// Refuses files that are there, before any work is done: a report that was signed may be one of them.
    func refuseExisting(_ others: String?...) throws {
        guard !force else { return }
        try ([csv, html] + others).compactMap(\.self).forEach(OutputFile.refuseExisting)
    }

    private var forms: String {
        [json ? "json" : "text", csv.map { _ in "csv" }, html.map { _ in "html" }].compactMap(\.self).joined(
            separator: ", "
        )
    }

    func emit(_ kind: Report, of source: ReportSource) async throws {
        try refuseExisting()
        let (cut, level) = try await source.dataCut(for: "report \(kind) as \(forms)")
        guard cut.followUp == nil else {
            throw ReportingError.badRequest(
                "the trial ends in follow-up, not in an echocardiogram: `stratum report survival`"
            )
        }
        try kind.emit(of: cut, level: level, outcomes: source.outcomeFilter, json: json, csv: csv, html: html)
    }

    /// A report on a model at work, made for the purpose that enters the audit trail.
    func emit(_ name: String, _ rendering: (_ purpose: String) async throws -> Rendering) async throws {
        try refuseExisting()
        try await rendering("report \(name) as \(forms)").emit(json: json, csv: csv, html: html)
    }
}

/// The reports there are.
enum Report {
    case tierYield
    case accuracy

    /// Writes the page of a data cut, and prints nothing.
    func write(of cut: DataCut, level: Double, html: String) throws {
        try OutputFile.write(Rendering(self, of: cut, plan: AnalysisPlan(for: cut, level: level)).html(), to: html)
    }

    /// Prints the report of a data cut and writes the files that were asked for.
    func emit(
        of cut: DataCut,
        level: Double,
        outcomes: [Outcome]? = nil,
        json: Bool = false,
        csv: String? = nil,
        html: String? = nil
    ) throws {
        let rendered = try Rendering(self, of: cut, plan: AnalysisPlan(for: cut, level: level, outcomes: outcomes))
        try rendered.emit(json: json, csv: csv, html: html)
    }
}

/// One report in each of its forms.
struct Rendering {
    fileprivate let text: @Sendable (_ coloured: Bool) -> String
    fileprivate let json: @Sendable () -> String
    fileprivate let csv: @Sendable () -> String
    fileprivate let html: @Sendable () throws -> String

    /// Writes the files that were asked for, then prints.
    func emit(json asJSON: Bool, csv csvPath: String?, html htmlPath: String?) throws {
        if let csvPath { try OutputFile.write(csv(), to: csvPath) }
        if let htmlPath { try OutputFile.write(html(), to: htmlPath) }
        print(asJSON ? json() : text(isatty(STDOUT_FILENO) == 1), terminator: "")
        for path in [csvPath, htmlPath].compactMap(\.self) { Failure.note("wrote \(path)") }
    }

    fileprivate init(_ kind: Report, of cut: DataCut, plan: AnalysisPlan) {
        switch kind {
        case .tierYield: self.init(TierYieldReport(cut: cut, plan: plan))
        case .accuracy: self.init(AccuracyReport(cut: cut, plan: plan))
        }
    }

    private init(_ report: TierYieldReport) {
        text = { TierYieldText.text(report, coloured: $0) }
        json = { TierYieldJSON.text(report) }
        csv = { ReportCSV.text(report) }
        html = { try TierYieldPage.html(report) }
    }

    private init(_ report: AccuracyReport) {
        text = { AccuracyText.text(report, coloured: $0) }
        json = { AccuracyJSON.text(report) }
        csv = { ReportCSV.text(report) }
        html = { try AccuracyPage.html(report) }
    }

    init(_ report: SurvivalReport) {
        text = { SurvivalText.text(report, coloured: $0) }
        json = { SurvivalJSON.text(report) }
        csv = { ReportCSV.text(report) }
        html = { try SurvivalPage.html(report) }
    }

    init(_ report: CourseReport) {
        text = { CourseText.text(report, coloured: $0) }
        json = { CourseJSON.text(report) }
        csv = { ReportCSV.text(report) }
        html = { try CoursePage.html(report) }
    }

    init(_ report: DriftReport) {
        text = { DriftText.text(report, coloured: $0) }
        json = { DriftJSON.text(report) }
        csv = { DriftCSV.text(report) }
        html = { try DriftPage.html(report) }
    }

    init(_ report: SilentReport) {
        text = { SilentText.text(report, coloured: $0) }
        json = { SilentJSON.text(report) }
        csv = { ReportCSV.text(report) }
        html = { try SilentPage.html(report) }
    }
}
