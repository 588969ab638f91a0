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
            ModelListCommand.self, ModelShowCommand.self, ModelVerifyCommand.self, ModelImportCommand.self, Score.self,
            ModelFitCommand.self, ModelCalibrateCommand.self, ModelRefitCommand.self, ModelReleaseCommand.self,
            ModelWithdrawCommand.self,
            ModelReleasesCommand.self,
        ]
    )

    struct Score: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs weights on preprocessed input and prints a JSON array of logits a row.",
            discussion: """
                  stratum model score --weights weights.safetensors --waveform X.npy --tabular T.npy
                  stratum model score --weights weights.safetensors --data-set echonext --split test

                X.npy is (N, 2500, 12) or (N, 1, 2500, 12), T.npy is (N, 7), both float32 or float64 in C order. A data \
                set is a folder as PhysioNet publishes EchoNext; it is read row by row and gives a CSV table of its \
                metadata with the logits as further columns.
                """
        )

        @Option(help: "Weights of a resnet1d-tabular as safetensors.") var weights: String
        @Option(help: "Preprocessed waveforms as npy.") var waveform: String?
        @Option(help: "Scaled tabular values as npy.") var tabular: String?
        @Option(name: .customLong("data-set"), help: "A folder with the EchoNext data set.", completion: .directory)
        var dataSet: String?
        @Option(help: "Which part of the data set: train, val or test.") var split = "test"

        func validate() throws {
            guard (waveform == nil) == (tabular == nil), (waveform == nil) != (dataSet == nil) else {
                throw ValidationError("give --waveform and --tabular, or --data-set")
            }
        }

        func run() async throws {
            let network = try ModelFile.naming(weights) {
                try ResNet1DTabular(ResNetWeights(safetensors: InputFile.read(weights)))
            }
            if let dataSet { return try DataSetScores(folder: dataSet, split: split).print(by: network) }
            guard let waveform, let tabular else { return }
            let waveforms = try array(waveform)
            let values = try array(tabular)
            try check((waveform, waveforms), (tabular, values))
            let logits = try network.logits(waveforms: waveforms.values, tabular: values.values)
            print(try Self.json(logits))
        }

        private func array(_ path: String) throws -> NumPyArray {
            try ModelFile.naming(path) { try NumPyArray(file: InputFile.read(path, limit: Self.arrayLimit)) }
        }

        /// Waveforms of 10,000 recordings have 1.2 GB.
        private static let arrayLimit = 2 << 30

        private func check(
            _ waveforms: (path: String, array: NumPyArray),
            _ tabular: (path: String, array: NumPyArray)
        ) throws {
            let rows = tabular.array.shape.first ?? 0
            guard tabular.array.shape == [rows, 7] else {
                let reason = "\(tabular.path) has shape \(tabular.array.shape), expected [N, 7]"
                throw RiskModelError.wrongInput(reason: reason)
            }
            guard [[rows, 2500, 12], [rows, 1, 2500, 12]].contains(waveforms.array.shape) else {
                let reason = "\(waveforms.path) has shape \(waveforms.array.shape), expected [\(rows), 2500, 12]"
                throw RiskModelError.wrongInput(reason: reason)
            }
        }

        /// Each number is the shortest that reads back to the same float32.
        static func json(_ logits: [[Float]]) throws -> String {
            guard logits.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
                throw RiskModelError.wrongInput(reason: "a logit overflows; the weights do not suit this input")
            }
            let rows = logits.map { "[" + $0.map(\.description).joined(separator: ",") + "]" }
            return "[" + rows.joined(separator: ",\n ") + "]"
        }
    }
}
