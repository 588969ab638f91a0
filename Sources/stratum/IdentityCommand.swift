import ArgumentParser
import Foundation
import TrialService
import TrialStore

struct IdentityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "The key that patients' identities are sealed under.",
        discussion: """
              stratum identity keys
              stratum identity rotate
            """,
        subcommands: [IdentityKeysCommand.self, IdentityRotateCommand.self]
    )
}

struct IdentityKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Lists the keys that are and were in use, by name.",
        discussion: "Example: stratum identity keys"
    )

    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            for key in try await service.identityKeyStates() {
                print("\(key.id)  \(key.state.rawValue.padding(8))  \(key.patients) patients")
            }
        }
    }
}

struct IdentityRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Seals every identity under a new key, while others work.",
        discussion: """
            The key file holds both keys until it is done; run it again if it was interrupted. Where several machines \
            have a copy of the key file, bring the new key yourself and put it into every copy first, as a second line.

              stratum identity rotate
              stratum identity rotate --new-key next.key
            """
    )

    @Option(name: .long, help: ArgumentHelp("The new key (default: made at random).", valueName: "file"))
    var newKey: String?
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let secret = try newKey.map { try single($0) }
        let line = ProgressLine("Sealing")
        try await acting.withService { service in
            defer { line.finish() }
            let result = try await service.rotateIdentityKey(to: secret) { line.update($0, of: $1) }
            line.finish()
            print("\(result.resealed) identities sealed anew; the key in force is \(result.current)")
            for file in result.retired {
                print(
                    "The database needs the key in \(file.path) no more. Backups from before do: destroy it with them."
                )
            }
        }
    }

    private func single(_ path: String) throws -> Data {
        let secrets = try IdentityKeyFile.secrets(URL(fileURLWithPath: path))
        guard secrets.count == 1 else { throw ValidationError("--new-key \(path): must hold one key") }
        return secrets[0]
    }
}
