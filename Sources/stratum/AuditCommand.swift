import ArgumentParser
import AuditTrail
import Foundation
import TrialService

/// Who did what, and whether it is still what was written.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Reads, seals, exports and verifies the audit trail.",
        discussion: """
            Every write, every read of identities, every export and every refusal is an entry. Entries are hashed in \
            batches and chained by signatures, so that a changed, deleted or moved entry is found and named.

              stratum audit list --subject NYP-0042
              stratum audit verify
              stratum audit export trail.jsonl
              stratum audit verify trail.jsonl --public-key audit.pub
            """,
        subcommands: [
            AuditListCommand.self, AuditVerifyCommand.self, AuditExportCommand.self, AuditSealCommand.self,
            AuditKeyCommand.self,
        ]
    )
}

struct AuditSealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Seals what is not sealed yet; every command does so when it ends.",
        discussion: "Example: stratum audit seal"
    )

    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            guard let count = try await service.sealTrail() else { throw AuditKey.missing() }
            print(count == 1 ? "1 entry sealed" : "\(count) entries sealed")
        }
    }
}

struct AuditKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Prints the public key that checks the seals of this installation.",
        discussion: """
            Keep it where whoever runs the database cannot change it, and give it to `audit verify --public-key`.

              stratum audit key > audit.pub
            """
    )

    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            guard let key = service.sealingKey?.verification else { throw AuditKey.missing() }
            print(Hexadecimal.text(key.bytes))
        }
    }
}

/// Keys as files and options name them.
enum AuditKey {
    /// Reads a public key: 64 hexadecimal digits.
    static func read(_ path: String) throws -> VerificationKey {
        let text = String(decoding: try InputFile.read(path).prefix(1_024), as: UTF8.self)
        guard let bytes = Hexadecimal.bytes(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let key = try? VerificationKey(bytes: bytes)
        else {
            throw Failure.refuse(
                "\(path): is no public key (64 hexadecimal digits); `stratum audit key` prints one",
                code: Failure.badData
            )
        }
        return key
    }

    static func missing() -> any Error {
        Failure.refuse(
            "this installation has no key to seal with: name its file (64 hexadecimal digits, mode 0600) "
                + "with STRATUM_AUDIT_KEY_FILE",
            code: Failure.unavailable
        )
    }
}
