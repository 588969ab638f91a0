import ArgumentParser
import AuditTrail
import Foundation
import TrialService

struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the audit trail to a file that can be verified without the database.",
        discussion: """
            One JSON object a line: the keys, each seal, its entries, the end. Of entries that your role may not see the \
            file holds the hash alone, and the chain can be checked all the same. The export is an entry itself.

              stratum audit export trail.jsonl
            """
    )

    @Argument(help: ArgumentHelp("The file to make; an existing one stays.", valueName: "trail.jsonl")) var file: String
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            try await TrailFile.write(file) { write in
                let exported = try await service.exportTrail(write)
                if let head = exported.head {
                    print("head: seal \(head.number) \(Hexadecimal.text(head.hash))")
                }
            }
            Failure.note("wrote \(file)")
        }
    }
}
