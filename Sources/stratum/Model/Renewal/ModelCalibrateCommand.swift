import ArgumentParser
import Foundation
import RiskModel

struct ModelCalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Makes a recalibrated version of a model: intercept and slope, from labelled recordings.",
        discussion: """
            Logistic regression of the label on the logit, output by output, folded into the output layer. The order of \
            the patients stays, and with it sensitivity and specificity at a threshold that moves along. Figures after \
            are cross-validated. The old model is left as it is; outputs that cannot be renewed stay bit for bit.

              stratum model calibrate shd-simulated --cohort cohort --output shd-2.safetensors
              stratum model calibrate shd-simulated --cut 1 --as data_manager --output shd-2.safetensors --plot shd-2.svg
            """
    )

    @OptionGroup var renewal: RenewalOptions

    func run() async throws { try await renewal.renew(by: .recalibration) }
}

struct ModelRefitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refit",
        abstract: "Makes a version of a model whose output layer is fitted anew to labelled recordings.",
        discussion: """
            Ridge logistic regression on the network's features, towards the recalibrated old layer; the penalty is \
            chosen by cross-validation, and figures after are of recordings that no fit and no choice had seen. The old \
            model is left as it is; outputs that cannot be renewed stay bit for bit. Try `model calibrate` first: it \
            needs far fewer recordings.

              stratum model refit shd-simulated --cohort cohort --seed 7 --output shd-2.safetensors
              stratum model refit shd-simulated --cut 1 --as data_manager --outcome shd --output shd-2.safetensors
            """
    )

    @OptionGroup var renewal: RenewalOptions

    func run() async throws { try await renewal.renew(by: .refit) }
}
