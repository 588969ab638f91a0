import ArgumentParser
import Foundation
import Reporting
import Trial

/// Where a report's rows come from.
struct ReportSource: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Outcomes of a trial run elsewhere.", valueName: "file.csv"))
    var outcomes: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Eligible patients by tier, columns tier,eligible.", valueName: "frame.csv")
    )
    var frame: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The model whose tiers decided who was enrolled (default: the first).", valueName: "model")
    )
    var enrolling: String?

    @Option(
        name: .customLong("cut-points"),
        help: ArgumentHelp("Make tiers from a model's scores; exploratory.", valueName: "model=0.3,0.6")
    )
    var cutPoints: [String] = []

    @Option(name: .long, help: "Two-sided confidence level of every interval.")
    var level: Double = 0.95

    func validate() throws {
        guard (0.5..<1).contains(level) else {
            throw ValidationError("--level \(level): give a number from 0.5 to below 1, such as 0.95")
        }
    }

    /// The rows as a data cut.
    func dataCut() async throws -> DataCut {
        guard let outcomes else { throw ReportFailure.usage("--outcomes is missing: name a file, see --help") }
        return try ReportFailure.translating {
            let file = try OutcomesFile(
                outcomes: ReportFiles.read(outcomes),
                frame: frame.map(ReportFiles.read),
                remarks: ReportFiles.remarks(beside: outcomes),
                enrollingModel: enrolling,
                cutPoints: cutPoints.map { text throws(ReportingError) in try CutPointOption(text) }
            )
            let cut = try file.dataCut()
            for warning in file.warnings(in: cut) { ReportFailure.note(warning) }
            return cut
        }
    }
}
