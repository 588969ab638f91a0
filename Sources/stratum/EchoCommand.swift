import ArgumentParser
import Foundation
import PostgreSQL
import Trial
import TrialService

struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Records echocardiograms.",
        discussion: """
              stratum echo record NYP-0042 --performed 2025-03-09 lvef_percent=38
              stratum echo import routine.csv --source "echo laboratory, export of May"
            """,
        subcommands: [EchoRecordCommand.self, EchoImportCommand.self]
    )
}

struct EchoRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Records what an echocardiogram showed.",
        discussion: """
            Fields are given as NAME=VALUE; `na` means looked at and not assessable, a field left out was not recorded. \
            Labels are derived by the protocol's rule, never typed. Recording again is a correction: it needs a reason, \
            and what was there stays.

              stratum echo record NYP-0042 --performed 2025-03-09 lvef_percent=38 septum_mm=11 aortic_stenosis=mild
              stratum echo record NYP-0042 --performed 2025-03-09 lvef_percent=48 --reason "typing error"

            Fields: \(EchoStudy.Field.allCases.map(\.rawValue).joined(separator: ", ")), image_quality.
            Grades: \(EchoStudy.Grade.allCases.map(\.rawValue).joined(separator: ", ")).
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber
    @Argument(help: "Measurements as NAME=VALUE.") var fields: [String]
    @Option(name: .long, help: "Day of the echocardiogram, such as 2025-03-09.", transform: Day.typed)
    var performed: Day
    @Option(name: .long, help: "Why what was recorded before is corrected.") var reason: String?
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let echo = try EchoValidation.study(from: try pairs())
        try await acting.withService { service in
            let remarks = try await service.recordEcho(
                echo,
                of: subject,
                in: try await trial.resolve(service),
                performedOn: performed.date,
                at: Date(),
                reason: reason
            )
            print("\(subject) echo recorded")
            remarks.forEach { Failure.note("\(subject): \($0)") }
        }
    }

    private func pairs() throws -> [(field: String, text: String)] {
        try fields.map { field in
            guard let equals = field.firstIndex(of: "=") else {
                throw ValidationError("\(field): give measurements as NAME=VALUE, such as lvef_percent=38")
            }
            return (String(field[..<equals]), String(field[field.index(after: equals)...]))
        }
    }
}
