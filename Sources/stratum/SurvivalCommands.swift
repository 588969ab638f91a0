import ArgumentParser
import Foundation
import Reporting
import Trial

/// Time to the event by tier, and predicted risk against what happened.
struct SurvivalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survival",
        abstract: "Time to the event by tier, and predicted risk against what happened.",
        discussion: """
            For trials that end in follow-up: Kaplan–Meier by tier with numbers at risk, log-rank test and trend, C-index, \
            AUC and calibration at the protocol's horizons for the trial's model and for a linear Cox model on the same \
            inputs. --rows writes what the figures were made of, one participant a line, so that another program can \
            repeat them.

              stratum report survival --html survival.html
              stratum report survival --cut 3 --json --rows rows.csv
            """
    )

    @OptionGroup var source: StoredCutSource
    @OptionGroup var output: ReportOutput
    @Option(name: .long, help: ArgumentHelp("Write one line a participant.", valueName: "file.csv"))
    var rows: String?

    func run() async throws {
        try output.refuseExisting(rows)
        try await output.emit("survival") { purpose in
            let (cut, level) = try await source.dataCut(for: purpose + (rows == nil ? "" : ", rows"))
            let report = try SurvivalReport(cut: cut, plan: AnalysisPlan(for: cut, level: level))
            if let rows {
                try OutputFile.write(ReportCSV.rows(of: report), to: rows)
                Failure.note("wrote \(rows)")
            }
            return Rendering(report)
        }
    }
}

/// One participant's risk during the stay.
struct TrendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend",
        abstract: "One participant's risk during the stay, drawn.",
        discussion: """
            Of every set of inputs that was recorded during the stay. Only for roles that the protocol's blinding plan \
            lets see scores.

              stratum report trend --subject WUH-0042 --html trend.html
            """
    )

    @Option(name: .long, help: "Subject number.") var subject: SubjectNumber
    @OptionGroup var source: StoredCutSource
    @OptionGroup var output: ReportOutput

    func run() async throws {
        try await output.emit("trend") { purpose in
            let (cut, level) = try await source.dataCut(for: purpose)
            let plan = try AnalysisPlan(for: cut, level: level)
            return Rendering(try CourseReport(cut: cut, plan: plan, subject: subject.rawValue))
        }
    }
}
