import Biostatistics
import CSV
import Foundation
import PostgreSQL
import Trial
import TrialService
import TrialStore

/// What made-up patients answer, and what their echocardiograms show; it never learns a tier.
struct DemoClinic {
    /// How the contact lists ended.
    struct Outcome {
        var enrolled = 0
        var declined = 0
        /// Consented, and no place was left for them.
        var refused = 0
    }

    private let staff: DemoStaff
    private let calendar: DemoCalendar
    private let seed: UInt64
    /// What an echocardiogram would find, by record number.
    private let findings: [String: [(field: String, text: String)]]

    /// Share of the patients asked who say no.
    private static let declining = 0.15

    init(staff: DemoStaff, calendar: DemoCalendar, cohort: URL, seed: UInt64) throws {
        self.staff = staff
        self.calendar = calendar
        self.seed = seed
        let table = try CSVReader().read(Array(try Data(contentsOf: cohort.appendingPathComponent("echo.csv"))))
        findings = Dictionary(
            uniqueKeysWithValues: table.records.map { record in
                let pairs = zip(table.header, record.fields).dropFirst().filter { !$0.1.isEmpty }
                return (record.fields[0], pairs.map { ($0.0, $0.1) })
            }
        )
    }

    /// Works through the contact list, draws replacements, and again, until every place is taken or nobody is left.
    func fillPlaces() async throws -> Outcome {
        var outcome = Outcome()
        for round in UInt64(1)...100 {
            for candidate in try await staff[.coordinator].candidates(of: staff.trial, state: .sampled) {
                try await ask(candidate, &outcome)
            }
            let drawn = try await staff[.dataManager].draw(staff.trial, seed: seed &+ round, at: calendar.contact)
            if drawn.sampled == 0 { break }
        }
        return outcome
    }

    private func ask(_ candidate: TrialService.Candidate, _ outcome: inout Outcome) async throws {
        let desk = staff[.coordinator]
        let subject = candidate.participant.subject
        try await desk.contact(subject, in: staff.trial, at: calendar.contact)
        guard willing(candidate.identity?.recordNumber ?? "") else {
            outcome.declined += 1
            return try await desk.decline(subject, in: staff.trial, at: calendar.contact, reason: "no time")
        }
        let questions = try await desk.trialProtocol(of: staff.trial).protocol.eligibility.checklist.map(\.id)
        _ = try await desk.consent(
            subject,
            in: staff.trial,
            ConductStore.Consent(
                formVersion: "1.0",
                language: "en",
                method: .paper,
                consentedAt: calendar.consent,
                confirmed: questions
            )
        )
        do {
            try await desk.enrol(subject, in: staff.trial, at: calendar.consent)
            outcome.enrolled += 1
        } catch ServiceError.enrolmentClosed {
            outcome.refused += 1
        } catch ServiceError.possibleDuplicate {
            // Made-up people of one name and birth date are two people.
            outcome.enrolled += 1
            try await desk.enrol(subject, in: staff.trial, at: calendar.consent, notADuplicate: "made-up namesake")
        }
    }

    /// - Returns: how many were recorded.
    func recordEchoes() async throws -> Int {
        let enrolled = try await staff[.coordinator].candidates(of: staff.trial, state: .enrolled)
        for candidate in enrolled {
            let found = findings[candidate.identity?.recordNumber ?? ""] ?? []
            _ = try await staff[.echoReader].recordEcho(
                try EchoValidation.study(from: found),
                of: candidate.participant.subject,
                in: staff.trial,
                performedOn: calendar.echo,
                at: calendar.echoRecorded
            )
        }
        return enrolled.count
    }

    /// A patient's answer depends on who they are and on the seed, not on when they are asked.
    private func willing(_ recordNumber: String) -> Bool {
        let own = recordNumber.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        var generator = Xoshiro256StarStar(seed: own)
        return generator.uniform() >= Self.declining
    }
}
