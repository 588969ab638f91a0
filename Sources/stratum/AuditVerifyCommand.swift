import ArgumentParser
import AuditTrail
import Foundation
import TrialService

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every seal and entry, of the database or of an exported trail.",
        discussion: """
            Ends with exit code 65 where anything is damaged, and names the first damaged entry. The head it prints \
            stands for the whole trail: note it elsewhere, and ask for it the next time with --head, since only that \
            shows that the end was not cut off. Entries younger than the last seal are counted, not vouched for.

              stratum audit verify
              stratum audit verify --public-key audit.pub --head 5f1d…
              stratum audit verify trail.jsonl --public-key audit.pub
            """
    )

    @Argument(help: ArgumentHelp("An exported trail; it needs no database.", valueName: "trail.jsonl"))
    var file: String?
    @Option(
        name: .customLong("public-key"),
        help: ArgumentHelp("Trust this key only; may be repeated.", valueName: "file")
    )
    var publicKeys: [String] = []
    @Option(name: .long, help: ArgumentHelp("A head noted earlier must be in the chain.", valueName: "hash"))
    var head: String?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard head.map({ Hexadecimal.bytes($0)?.count == MerkleTree.hashLength }) ?? true else {
            throw ValidationError("--head \(head ?? ""): give all 64 digits, as `audit verify` printed them")
        }
        guard file == nil || (acting.account == nil && acting.data == nil) else {
            throw ValidationError("--as and --data belong to the database, not to an exported trail")
        }
    }

    func run() async throws {
        let keys = try publicKeys.map(AuditKey.read)
        let wanted = head.flatMap(Hexadecimal.bytes)
        let findings =
            if let file {
                try TrailFile.verify(file, trusted: keys, head: wanted)
            } else {
                try await acting.withService { try await $0.verifyTrail(trusted: keys, head: wanted) }
            }
        let summary = AuditSummary(findings)
        print(json ? try JSONText.of(summary) : summary.text)
        if findings.damageCount > 0 { throw ExitCode(Failure.badData) }
    }
}

/// What a verification found, for people and for machines.
struct AuditSummary: Encodable {
    let intact: Int
    let withheld: Int
    let notSealed: Int
    let seals: Int
    let headSeal: Int?
    let head: String?
    let damages: Int
    let first: String?
    let named: [TrailDamage]
    let keysNobodyVouchedFor: [String]

    init(_ findings: TrailFindings) {
        intact = findings.intact
        withheld = findings.withheld
        notSealed = findings.unsealed
        seals = findings.seals
        headSeal = findings.head?.number
        head = findings.head.map { Hexadecimal.text($0.hash) }
        damages = findings.damageCount
        first = findings.damages.first?.description
        named = findings.damages
        keysNobodyVouchedFor = findings.unvouchedKeys.sorted()
    }

    var text: String {
        var lines = ["\(intact) entries as they were sealed, in \(seals) seals"]
        if withheld > 0 {
            lines.append("\(withheld) entries withheld from whoever exported; only their hashes are here")
        }
        if notSealed > 0 { lines.append("\(notSealed) entries not sealed yet: nothing can be said of them") }
        lines += keysNobodyVouchedFor.map {
            "key \($0) is vouched for by the trail alone; give yours with --public-key to be sure"
        }
        if let head, let headSeal { lines.append("head: seal \(headSeal) \(head)") }
        guard let first else { return (lines + ["The trail is whole."]).joined(separator: "\n") }
        lines.append("DAMAGED in \(damages) place\(damages == 1 ? "" : "s"); the first: \(first)")
        return (lines + named.dropFirst().prefix(9).map { "  \($0)" }).joined(separator: "\n")
    }
}
