import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService
import TrialStore

struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: "Records that a participant was reached, or said no.",
        discussion: """
              stratum contact NYP-0042
              stratum contact NYP-0042 --declined --reason "no time"
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber
    @Flag(name: .long, help: "The participant declined.") var declined = false
    @Option(name: .long, help: "Why, in the participant's words.") var reason: String?
    @OptionGroup var at: MomentOption
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard declined || reason == nil else { throw ValidationError("--reason belongs to --declined; add it") }
        if let reason { try TypedText.check(reason, "--reason", limit: 500) }
    }

    func run() async throws {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let time = try await at.date(for: subject, in: id, service)
            if declined {
                try await service.decline(subject, in: id, at: time, reason: reason)
            } else {
                try await service.contact(subject, in: id, at: time)
            }
            print("\(subject) \(declined ? "declined" : "contacted")")
        }
    }
}

struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Records a participant's consent.",
        discussion: """
            Every question of the protocol's checklist must be confirmed (`stratum trial show` lists them).

              stratum consent NYP-0042 --form 1.0 --language en --method paper --confirm all
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber
    @Option(name: .long, help: "Version of the consent form.") var form: String
    @Option(name: .long, help: "Language of the form, such as en or es-US.") var language = "en"
    @Option(name: .long, help: "paper, electronic or telephone.") var method = ConductStore.Consent.Method.paper
    @Option(name: .long, help: "Checklist questions that were confirmed, by id, or `all`.") var confirm: [String] = []
    @OptionGroup var at: MomentOption
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        try TypedText.check(form, "--form", limit: 40)
        guard language.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil else {
            throw ValidationError("--language: give a code such as en or es-US")
        }
    }

    func run() async throws {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let questions = try await service.trialProtocol(of: id).protocol.eligibility.checklist.map(\.id)
            let consent = ConductStore.Consent(
                formVersion: form,
                language: language,
                method: method,
                consentedAt: try await at.date(for: subject, in: id, service),
                confirmed: confirm == ["all"]
                    ? questions : confirm.flatMap { $0.split(separator: ",").map(String.init) }
            )
            let remarks = try await service.consent(subject, in: id, consent)
            print("\(subject) consented")
            remarks.forEach { Failure.note("\(subject): \($0)") }
        }
    }
}

extension ConductStore.Consent.Method: ExpressibleByArgument {}

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Enrols a participant who has consented.",
        discussion: """
            A place is taken or refused at once, whatever others do at the same time. A refusal has one code and gives \
            no reason, so that it tells nothing of a participant's tier. Somebody who looks like a person who is \
            enrolled already, here or at another site, is refused until you say why they are not.

            A list has the columns record_number, site, consented_at (2025-03-09, or 2025-03-09T14:30:00Z), form, method \
            (paper, electronic, telephone) and optional language: contact, consent with every question of the checklist \
            confirmed, and enrolment of each are recorded at once.

              stratum enrol NYP-0042
              stratum enrol NYP-0042 --not-a-duplicate "twin, seen both"
              stratum enrol --list consented.csv
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber?
    @Option(
        name: .long,
        help: ArgumentHelp("Participants who consented.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"])
    )
    var list: String?
    @Flag(name: .long, help: "Print JSON; for a list.") var json = false
    @Option(name: .long, help: ArgumentHelp("Why this is nobody who is enrolled already.", valueName: "why"))
    var notADuplicate: String?
    @OptionGroup var at: MomentOption
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard (subject == nil) != (list == nil) else { throw ValidationError("give a subject number, or --list") }
        guard list == nil || notADuplicate == nil else {
            throw ValidationError("--not-a-duplicate is about one participant: name the subject")
        }
        if let notADuplicate { try TypedText.check(notADuplicate, "--not-a-duplicate", limit: 500) }
    }

    func run() async throws {
        if let list { return try await enrolAll(of: list) }
        guard let subject else { return }
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let decided = try await service.enrol(
                subject,
                in: id,
                at: try await at.date(for: subject, in: id, service),
                notADuplicate: notADuplicate
            )
            if notADuplicate != nil && !decided { Failure.note("\(subject): looked like nobody; no decision was kept") }
            print("\(subject) enrolled")
        }
    }

    private func enrolAll(of list: String) async throws {
        let bytes = try InputFile.read(list, limit: CSVLimits.usual.bytes)
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let lines = try EnrolmentList.read(bytes, name: list, plan: plan)
            let line = ProgressLine("Enrolling")
            defer { line.finish() }
            let result = try await EnrolmentList.enrol(lines, in: id, by: service) { line.update($0, of: $1) }
            line.finish()
            print(json ? try JSONText.of(result) : result.text)
        }
    }
}

struct WithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Records that a participant left the trial, or was lost.",
        discussion: """
              stratum withdraw NYP-0042 --reason "moved abroad"
              stratum withdraw NYP-0042 --lost --reason "three letters came back"
              stratum withdraw NYP-0042 --duplicate
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber
    @Option(name: .long, help: "Why.") var reason: String?
    @Flag(name: .long, help: "Takes part already, here or at another site.") var duplicate = false
    @Flag(name: .long, help: "Lost to follow-up: can no longer be found.") var lost = false
    @OptionGroup var at: MomentOption
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard (reason != nil) != duplicate else { throw ValidationError("give --reason WHY, or --duplicate") }
        guard !(lost && duplicate) else { throw ValidationError("give --lost or --duplicate") }
        if let reason { try TypedText.check(reason, "--reason", limit: 500) }
    }

    func run() async throws {
        let reason = reason ?? EnrolmentRefusal.duplicateReason
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let time = try await at.date(for: subject, in: id, service)
            try await service.withdraw(subject, in: id, lost: lost, at: time, reason: reason)
            print("\(subject) \(lost ? "lost to follow-up" : "withdrawn")")
        }
    }
}
