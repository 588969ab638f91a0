import ArgumentParser
import Foundation
import TrialService

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings a database to the schema of this program.",
        discussion: """
            The private database migrates itself. A shared server is migrated once by its owner, who may create roles:

              STRATUM_DATABASE_URL=postgresql://owner@db.example/stratum stratum migrate --administrator alice

            The program then logs in as stratum_app, which owns nothing and may do nothing until it takes on a role.
            """
    )

    @Option(name: .long, help: ArgumentHelp("Data folder of the private database.", valueName: "dir"))
    var data: String?

    @Option(name: .long, help: "On a shared server that has no account yet: its first administrator.")
    var administrator: String?

    func validate() throws {
        guard data != "" else { throw ValidationError("--data: an empty name is no folder; name one") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["STRATUM_DATABASE_URL"] else {
            let installation = try await Installation.open(
                dataFolder: data.map { URL(fileURLWithPath: $0) },
                environment: environment,
                creating: true,
                progress: Failure.note
            )
            await installation.close()
            return print("The private database is up to date.")
        }
        let names = try await Installation.migrate(server: url, administrator: administrator)
        names.forEach { print("ran \($0)") }
        print(names.isEmpty ? "The database is up to date." : "The database was migrated.")
    }
}
