import ArgumentParser

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Makes up patients: with ECGs and echoes, or admitted with COVID-19.",
        discussion: """
            Nobody in these files exists. The same seed gives the same bytes, and a larger cohort begins with the \
            patients of a smaller one. Without a further word, patients with ECGs are made.

              stratum simulate --patients 600 --seed 7 --output cohort
              stratum simulate admissions --patients 5000 --seed 7 --output admissions.csv
            """,
        subcommands: [SimulateECGsCommand.self, SimulateAdmissionsCommand.self],
        defaultSubcommand: SimulateECGsCommand.self
    )
}
