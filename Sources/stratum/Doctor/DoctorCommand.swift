import ArgumentParser
import Foundation
import PostgreSQL
import TrialService

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the installation and says how to mend what is wrong.",
        discussion: """
            Looks at the program, PostgreSQL, the data folder, the keys, the backups and the database; with \
            STRATUM_DATABASE_URL at that server. Changes nothing and starts nothing: the database of a private \
            installation is looked into only while it runs. Exit code 0 when nothing is wrong, 69 otherwise.

              stratum doctor
              stratum doctor --json
            """
    )

    @OptionGroup var folder: DataFolderOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let findings = await Self.findings(dataFolder: folder.url, environment: environment)
        print(json ? try JSONText.of(findings) : Self.text(findings))
        guard findings.allSatisfy({ $0.level < .wrong }) else { throw ExitCode(Failure.unavailable) }
    }

    /// Everything that can be said, whatever is broken.
    static func findings(dataFolder: URL, environment: [String: String]) async -> [Finding] {
        let machine = await MachineCheck.findings()
        if let url = environment["STRATUM_DATABASE_URL"] {
            return machine + (await ServerCheck(url: url, environment: environment).findings())
        }
        return machine + (await PrivateCheck(folder: dataFolder, environment: environment).findings())
    }

    private static func text(_ findings: [Finding]) -> String {
        let wrong = findings.count { $0.level == .wrong }
        let warnings = findings.count { $0.level == .warning }
        let sum = wrong + warnings == 0 ? "All is well." : "\(wrong) wrong, \(warnings) to look at."
        return (findings.map(\.line) + [sum]).joined(separator: "\n")
    }
}
