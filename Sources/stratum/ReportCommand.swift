import ArgumentParser

/// Reports made from a data cut.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports what each tier of a trial yields, and how models do at work.",
        discussion: """
            A report is made from a data cut and an analysis plan, and from nothing else: the same input gives the same \
            bytes. The rows may come from an outcomes file of a trial run elsewhere; no database is needed then.

              stratum report tier-yield --outcomes Docs/examples/discovery-2025.csv
              stratum report accuracy --outcomes trial.csv --frame frame.csv

            Drift and silent deployment are about every recording of the sites, not about the trial's participants: they \
            are counted in the database.

              stratum report drift --html drift.html
              stratum report silent --digest 0a1b2c
            """,
        subcommands: [
            TierYieldCommand.self, AccuracyCommand.self, DriftCommand.self, SilentCommand.self,
            SurvivalCommand.self, TrendCommand.self,
        ]
    )
}

/// Events by tier.
struct TierYieldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tier-yield",
        abstract: "Events by tier, with intervals, trend and comparison with the lowest tier.",
        discussion: """
            Columns of the outcomes file: subject_id (required, unique); optional site, age, sex; for each model \
            MODEL_tier (low, mid, high) or MODEL_score (0 to 1); outcomes shd, vhd or components as 1, 0 or empty. \
            A text file of the same name ending in .remarks.txt is printed with the report.

              stratum report tier-yield --outcomes trial.csv --html yield.html
              stratum report tier-yield --outcomes trial.csv --enrolling valvenet --json
              stratum report tier-yield --outcomes trial.csv --cut-points echonext=0.3,0.6
            """
    )

    @OptionGroup var source: ReportSource
    @OptionGroup var output: ReportOutput

    func run() async throws {
        try await output.emit(.tierYield, of: source)
    }
}

/// Sensitivity, specificity and predictive values.
struct AccuracyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Sensitivity, specificity and predictive values at each cut between tiers.",
        discussion: """
            Naive figures describe the participants as sampled; weighted ones describe the frame they were drawn from. \
            Weights need --frame, a file with the columns tier,eligible: the eligible patients of each tier of the \
            enrolling model. A third column recruited is 0 for a band that was never enrolled from.

              stratum report accuracy --outcomes trial.csv --frame frame.csv
              stratum report accuracy --outcomes trial.csv --frame frame.csv --json
            """
    )

    @OptionGroup var source: ReportSource
    @OptionGroup var output: ReportOutput

    func run() async throws {
        try await output.emit(.accuracy, of: source)
    }
}
