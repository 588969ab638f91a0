import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService

struct EchoImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Brings in what echocardiograms of routine care showed.",
        discussion: """
            Of any patient with a recording, participant or not; `stratum report silent` compares them with what a model \
            had said. Columns: record_number, site, performed_on (2025-03-09), and any of the fields of `stratum echo \
            record`; na means looked at and not assessable, an empty field was not recorded. A file with wrong lines is \
            refused whole, each line with its reason. Bringing a line again changes nothing; other findings of a \
            patient and day are a correction, and what was there stays.

              stratum echo import routine.csv --source "echo laboratory, export of May"
            """
    )

    @Argument(help: "The table.", completion: .file(extensions: ["csv"])) var file: String
    @Option(name: .long, help: "Where it comes from; it stands beside every line that is kept.") var source: String
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard !source.allSatisfy(\.isWhitespace), source.count <= 200 else {
            throw ValidationError("--source: say where the file comes from, in 200 characters at most")
        }
    }

    func run() async throws {
        let bytes = try InputFile.read(file, limit: CSVLimits.usual.bytes)
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let sites = Set(try await service.trialProtocol(of: id).protocol.sites.map(\.code))
            let read = try RoutineEchoFile.read(bytes, name: file, sites: sites)
            let result = try await service.keepRoutineEchoes(read.lines, from: source)
            read.remarks.forEach(Failure.note)
            let summary = Summary(result, lines: read.lines.count)
            print(json ? try JSONText.of(summary) : summary.text)
        }
    }

    private struct Summary: Encodable {
        let lines: Int
        let new: Int
        let unchanged: Int
        let withoutRecording: Int

        init(_ result: TrialService.RoutineEchoResult, lines: Int) {
            self.lines = lines
            new = result.new
            unchanged = result.unchanged
            withoutRecording = result.unknown
        }

        var text: String {
            "\(lines) lines: \(new) kept, \(unchanged) already there, \(withoutRecording) of patients without a recording"
        }
    }
}
