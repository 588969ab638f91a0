import ArgumentParser
import Foundation
import RiskModel

/// The models inside the binary, and scoring with weights from a file.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Shows, imports, checks and renews models, and runs weights from a file.",
        discussion: """
              stratum model list
              stratum model show shd-simulated
              stratum model import weights.pt --architecture resnet1d-tabular --output echonext.safetensors
              stratum model verify echonext.safetensors
              stratum model calibrate shd-simulated --cohort cohort --output shd-2.safetensors
            """,
        subcommands: [
            ModelListCommand.self, ModelShowCommand.self, ModelVerifyCommand.self, ModelImportCommand.self,
            ModelScoreCommand.self, ModelFitCommand.self, ModelCalibrateCommand.self, ModelRefitCommand.self,
            ModelReleaseCommand.self,
            ModelWithdrawCommand.self,
            ModelReleasesCommand.self,
        ]
    )
}
