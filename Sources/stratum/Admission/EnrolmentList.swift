import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService
import TrialStore

/// The file of `enrol --list`: participants who were reached and consented.
enum EnrolmentList {
    /// One line, with the checklist confirmed.
    struct Line {
        let recordNumber: String
        let site: SiteCode
        let consent: ConductStore.Consent
    }

    /// What became of the lines; they add up to them.
    struct Result: Encodable {
        var enrolled = 0
        /// They were enrolled before.
        var unchanged = 0
        /// The one answer to whoever finds no place.
        var closed = 0
        var possibleDuplicates = 0
        /// No place was drawn for them, they left, or nobody knows them at the desk's sites.
        var notOnTheList = 0

        var text: String {
            "\(enrolled) enrolled, \(unchanged) enrolled before; \(closed) found no place, "
                + "\(possibleDuplicates) look like somebody who is enrolled, \(notOnTheList) are not on the contact list"
        }
    }

    private static let required = ["record_number", "site", "consented_at", "form", "method"]

    static func read(_ bytes: Data, name: String, plan: TrialProtocol) throws -> [Line] {
        var table = try PatientTable(
            bytes,
            name: name,
            sites: Set(plan.sites.map(\.code)),
            required: required,
            known: ["language"]
        )
        return try table.lines { table, record -> Line? in
            let (number, site) = (table.recordNumber(record), table.site(record))
            let consented = table.moment("consented_at", record)
            let method = table.word("method", record, of: ConductStore.Consent.Method.self)
            if table.field("method", record) == nil { table.fail(record, "method: is empty: fill it in") }
            let form = table.field("form", record)
            if form == nil { table.fail(record, "form: is empty: give the version of the consent form") }
            guard let number, let site, let consented, let method, let form,
                let zone = plan.sites.first(where: { $0.code == site })?.timeZone
            else { return nil }
            table.refuseRepeat(record, of: "\(site.rawValue) \(number)", "patient")
            return Line(
                recordNumber: number,
                site: site,
                consent: ConductStore.Consent(
                    formVersion: form,
                    language: table.field("language", record) ?? "en",
                    method: method,
                    consentedAt: consented.date(in: zone),
                    confirmed: plan.eligibility.checklist.map(\.id)
                )
            )
        }
    }

    /// Contact, consent and enrolment of each, in transactions of their own: whoever was enrolled stays so.
    static func enrol(
        _ lines: [Line],
        in trial: TrialID,
        by desk: TrialService,
        progress: (Int, Int) -> Void
    ) async throws -> Result {
        let listed = Dictionary(
            try await desk.candidates(of: trial).map { (key($0.participant.site, $0.identity?.recordNumber), $0) }
        ) { first, _ in first }
        var result = Result()
        for (index, line) in lines.enumerated() {
            try Task.checkCancellation()
            progress(index, lines.count)
            guard let found = listed[key(line.site, line.recordNumber)] else {
                result.notOnTheList += 1
                continue
            }
            try await enrol(found.participant, line.consent, in: trial, by: desk, &result)
        }
        return result
    }

    private static func enrol(
        _ participant: ConductStore.Participant,
        _ consent: ConductStore.Consent,
        in trial: TrialID,
        by desk: TrialService,
        _ result: inout Result
    ) async throws {
        let subject = participant.subject
        switch participant.state {
        case .sampled, .contacted, .consented: break
        case .enrolled, .echoScheduled, .echoRecorded, .followUpRecorded, .completed:
            result.unchanged += 1
            return
        case .candidate, .declined, .withdrawn, .lostToFollowUp:
            result.notOnTheList += 1
            return
        }
        if participant.state == .sampled { try await desk.contact(subject, in: trial, at: consent.consentedAt) }
        if participant.state != .consented { _ = try await desk.consent(subject, in: trial, consent) }
        do {
            try await desk.enrol(subject, in: trial, at: consent.consentedAt)
            result.enrolled += 1
        } catch ServiceError.enrolmentClosed {
            result.closed += 1
        } catch ServiceError.possibleDuplicate {
            result.possibleDuplicates += 1
            Failure.note("\(subject): \(EnrolmentRefusal.duplicateText)")
        }
    }

    private static func key(_ site: SiteCode, _ recordNumber: String?) -> String {
        "\(site.rawValue) \(recordNumber ?? "")"
    }
}
