import ArgumentParser
import Electrocardiogram
import Foundation
import RiskModel

struct EcgInspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what an ECG file holds and whether it can be scored.",
        discussion: """
            Nothing is stored and nobody is identified: of the patient only age and sex are shown.

              stratum ecg inspect ecg.xml
              stratum ecg inspect ecg.xml --json --preprocessed
              stratum ecg inspect ecg.xml --measure     the file's intervals beside those of its waveform
            """
    )

    @Argument(help: "An ECG file; its format is told by its content.", completion: .file()) var file: String
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Flag(name: .long, help: "Add what the EchoNext networks see of it, with its SHA-256.") var preprocessed = false
    @Flag(name: .long, help: "Add rates and intervals measured on the waveform, beside what the file states.")
    var measure = false

    func run() async throws {
        let inspection = try inspect(try EcgContent.recording(file))
        print(json ? try JSONText.of(inspection) : inspection.text)
    }

    private func inspect(_ recording: Recording) throws -> EcgInspection {
        do {
            var inspection = EcgInspection(recording)
            if preprocessed { inspection.input = try EchoNextPreprocessing.prepare(inspection.recording) }
            if measure { inspection.comparison = MeasurementComparison(recording) }
            return inspection
        } catch {
            throw Failure.refuse("\(file): \(error)", code: Failure.badData)
        }
    }
}
