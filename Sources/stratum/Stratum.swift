import ArgumentParser
import Foundation
import TrialService

@main
struct Stratum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stratum",
        abstract: "Runs trials in which a risk score decides whom to study.",
        discussion: """
            The path of a trial, one command a step:

              stratum trial init discovery-shd          a protocol becomes a trial
              stratum ecg import ecg/NYP --site NYP      files become recordings
              stratum score                              recordings become risk scores and tiers
              stratum candidates screen                  patients enter the frame, or not, with the reason
              stratum draw                               the frame closes, places are drawn
              stratum contact | consent | enrol NYP-0042 the desk, blinded
              stratum echo record NYP-0042 …             what the echocardiogram showed
              stratum report tier-yield                  what every tier yields

            A trial whose index test reads values at admission and that ends in follow-up has the same path, with \
            `admission` in place of `ecg`, `follow-up` in place of `echo`, and `report survival`.

            `stratum demo` does all of it on made-up patients. Exit codes: 0 done, 1 a validation failed or ECGs differ, 64 usage, 65 bad data, \
            69 service unavailable, 70 internal error, 75 try again, 77 not permitted.
            """,
        version: Software.version,
        subcommands: [
            DemoCommand.self, MigrateCommand.self, AccountCommand.self, TrialCommand.self, EcgCommand.self,
            ScoreCommand.self, WorkCommand.self, CandidatesCommand.self, DrawCommand.self, ContactCommand.self,
            ConsentCommand.self,
            EnrolCommand.self, WithdrawCommand.self, EchoCommand.self, AdmissionCommand.self, FollowUpCommand.self,
            ReportCommand.self, AuditCommand.self, IdentityCommand.self, SimulateCommand.self, ModelCommand.self,
            NomogramCommand.self, ClusterCommand.self, DoctorCommand.self,
            CompletionsCommand.self, StatsCommand.self, ValidateCommand.self,
        ]
    )

    static func main() async {
        StandardStreams.prepare()
        Foundation.exit(StandardStreams.finish(await exitCode()))
    }

    private static func exitCode() async -> Int32 {
        do {
            try await Interruption.cancelling { try await parseAndRun() }
            return 0
        } catch {
            return Failure.end(with: error)
        }
    }

    private static func parseAndRun() async throws {
        var command = try parseAsRoot()
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError {
            throw Misuse(error: error, command: path(to: type(of: command)))
        }
    }

    /// The words that call a command, such as `stratum ecg draw`.
    static func path(to command: any ParsableCommand.Type) -> String {
        words(to: command, from: Stratum.self)?.joined(separator: " ") ?? _commandName
    }

    private static func words(
        to command: any ParsableCommand.Type,
        from parent: any ParsableCommand.Type
    ) -> [String]? {
        if parent == command { return [parent._commandName] }
        return parent.configuration.subcommands.lazy.compactMap { words(to: command, from: $0) }.first
            .map { [parent._commandName] + $0 }
    }
}
