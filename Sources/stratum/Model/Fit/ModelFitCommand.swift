import ArgumentParser

struct ModelFitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fits a new model: to a cohort with follow-up, or to simulated ECGs.",
        discussion: """
              stratum model fit deep-cox --cohort admissions.csv --output critical-illness-local.safetensors
              stratum model fit shd-simulated --patients 6000 --seed 2025 --output shd-simulated.safetensors
            """,
        subcommands: [DeepCoxFitCommand.self, FitSimulatedECGsCommand.self]
    )
}
