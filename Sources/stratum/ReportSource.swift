import ArgumentParser
import Foundation
import Reporting
import Trial
import TrialService
import TrialStore

/// Where a report's rows come from.
struct ReportSource: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Outcomes of a trial run elsewhere.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"])
    )
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

    @Option(name: .long, help: "Two-sided confidence level of every interval (default: the protocol's, else 0.95).")
    var level: Double?

    @Option(name: .customLong("outcome"), help: ArgumentHelp("Only this outcome; may be repeated.", valueName: "shd"))
    var outcomeNames: [Outcome] = []

    /// Nil: every outcome that the rows carry.
    var outcomeFilter: [Outcome]? { outcomeNames.isEmpty ? nil : outcomeNames }

    func validate() throws {
        guard level.map((0.5..<1).contains) ?? true else {
            throw ValidationError("--level \(level ?? 0): give a number from 0.5 to below 1, such as 0.95")
        }
        guard cut.map((1...Int(Int32.max)).contains) ?? true else {
            throw ValidationError("--cut \(cut ?? 0): data cuts are numbered from 1")
        }
        let ofFile = frame != nil || enrolling != nil || !cutPoints.isEmpty
        let ofTrial = cut != nil || trial.trial != nil || acting.account != nil || acting.data != nil
        guard outcomes != nil || !ofFile else {
            throw ValidationError("--frame, --enrolling and --cut-points belong to a file: name it with --outcomes")
        }
        guard outcomes == nil || !ofTrial else {
            throw ValidationError("--cut, --trial, --as and --data belong to the database, --outcomes to a file")
        }
    }

    @Option(name: .long, help: "A stored data cut by its number (default: a fresh one, where anything changed).")
    var cut: Int?

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    /// The rows as a data cut: of a file where one is named, otherwise of the trial in the database.
    ///
    /// What becomes of them, the purpose, enters the trial's audit trail.
    func dataCut(for purpose: String) async throws -> (cut: DataCut, level: Double) {
        guard let outcomes else { return try await storedCut(for: purpose) }
        return (try fileCut(outcomes), level ?? 0.95)
    }

    private func storedCut(for purpose: String) async throws -> (cut: DataCut, level: Double) {
        try await StoredCutSource.dataCut(cut, of: trial, by: acting, level: level, for: purpose)
    }

    private func fileCut(_ outcomes: String) throws -> DataCut {
        let file = try OutcomesFile(
            outcomes: ReportFiles.read(outcomes),
            frame: frame.map(ReportFiles.read),
            remarks: ReportFiles.remarks(beside: outcomes),
            enrollingModel: enrolling,
            cutPoints: cutPoints.map { text throws(ReportingError) in try CutPointOption(text) }
        )
        let cut = try file.dataCut()
        for warning in file.warnings(in: cut) { Failure.note(warning) }
        return cut
    }
}

extension Outcome: ExpressibleByArgument {}
