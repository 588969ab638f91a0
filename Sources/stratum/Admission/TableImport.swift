import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService

/// A table that a trial takes in whole or not at all, with corrections where a reason is given.
struct TableImport: ParsableArguments {
    @Argument(help: "The table.", completion: .file(extensions: ["csv"])) var file: String
    @Option(name: .long, help: "Why what is there is wrong.") var reason: String?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    /// Remarks that are printed.
    private static let shownRemarks = 100

    func validate() throws {
        if let reason { try TypedText.check(reason, "--reason", limit: 500) }
    }

    /// What became of the lines, and what deserves a second look.
    struct Outcome<Counts: Encodable & CustomStringConvertible> {
        let counts: Counts
        let remarks: [String]
    }

    /// Reads the file, hands it to `keep` with the trial and its protocol, and prints what came of it.
    func run<Counts>(
        _ keep: (_ bytes: Data, _ service: TrialService, TrialID, TrialProtocol) async throws -> Outcome<Counts>
    ) async throws {
        let bytes = try InputFile.read(file, limit: CSVLimits.usual.bytes)
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let outcome = try await keep(bytes, service, id, plan)
            outcome.remarks.prefix(Self.shownRemarks).forEach(Failure.note)
            let more = outcome.remarks.count - Self.shownRemarks
            if more > 0 { Failure.note("… and \(more) more to look at again") }
            print(json ? try JSONText.of(outcome.counts) : outcome.counts.description)
        }
    }
}
