import Foundation
import PostgreSQL
package import RiskModel
package import Trial
import TrialStore

extension TrialProtocol {
    /// That the enrolling model's card parts patients elsewhere than this protocol does; nil where both agree, or the
    /// card says nothing.
    package func remarkOnTiers(of card: ModelCard) -> String? {
        let set = enrollingCutPointSet
        guard set.model == card.id, let tiers = card.survival?.tiers else { return nil }
        let own = tiers.bands.compactMap(\.upTo)
        guard own != set.cutPoints else { return nil }
        func list(_ cuts: [Double]) -> String { cuts.map { String(format: "%.4g", $0) }.joined(separator: " and ") }
        return
            "Tiers are cut at \(list(set.cutPoints)) in this trial, as its protocol says, and at \(list(own)) on the card "
            + "of \(card.id): `model score` and the nomogram show the card's"
    }

    /// What about the day of consent deserves a second look; a day before the ECG is refused.
    func remarksOnConsent(of participant: ConductStore.Participant, at consent: Date) throws -> [String] {
        guard let (ecg, zone) = ecgDay(of: participant) else { return [] }
        return try windows.consent(at: consent, recorded: ecg, timeZone: zone)
            .remark(on: "consent", after: indexTest.entry)
    }

    /// What about the day of the echocardiogram deserves a second look; before the ECG or to come is refused.
    func remarksOnEcho(
        of participant: ConductStore.Participant,
        performedOn day: PostgresDate,
        enrolled: Date?
    ) throws -> [String] {
        guard let (ecg, zone) = ecgDay(of: participant), let echo = day.noon(in: zone) else { return [] }
        guard CalendarDays.between(Date(), and: echo, in: zone) <= 0 else {
            throw ServiceError.stepMissing(
                participant.subject,
                "the echocardiogram lies in the future; correct its day"
            )
        }
        let early = enrolled.map { CalendarDays.between(echo, and: $0, in: zone) } ?? 0
        let remark = early > 0 ? ["echocardiogram \(early.days) before enrolment: confirm or correct the day"] : []
        return try windows.outcome(at: echo, recorded: ecg, timeZone: zone)
            .remark(on: "echocardiogram", after: indexTest.entry) + remark
    }

    /// What about the day on which follow-up ended deserves a second look; before admission or to come is refused.
    func remarksOnFollowUp(of participant: ConductStore.Participant, endedOn day: PostgresDate) throws -> [String] {
        guard let (entered, zone) = ecgDay(of: participant), let ended = day.noon(in: zone) else { return [] }
        guard CalendarDays.between(Date(), and: ended, in: zone) <= 0 else {
            throw ServiceError.stepMissing(
                participant.subject,
                "the end of follow-up lies in the future; correct its day"
            )
        }
        guard CalendarDays.between(entered, and: ended, in: zone) >= 0 else {
            throw ServiceError.stepMissing(participant.subject, "follow-up ends before admission; correct its day")
        }
        return try windows.outcome(at: ended, recorded: entered, timeZone: zone)
            .remark(on: "end of follow-up", after: indexTest.entry)
    }

    /// Midday of the index ECG, or of the day of admission, at the participant's site: only its day is known here.
    private func ecgDay(of participant: ConductStore.Participant) -> (Date, TimeZone)? {
        guard let zone = sites.first(where: { $0.code == participant.site })?.timeZone,
            let noon = participant.ecgAcquired?.noon(in: zone)
        else { return nil }
        return (noon, zone)
    }
}

extension Windows.Interval {
    fileprivate func remark(on step: String, after entry: TrialProtocol.Entry) -> [String] {
        let entered = entry == .ecg ? "the ECG" : "admission"
        return switch flag {
        case .onTime: []
        case .late: ["\(step) \(days.days) after \(entered): late"]
        case .outOfWindow: ["\(step) \(days.days) after \(entered): out of the window"]
        }
    }
}

extension Int {
    /// Such as `1 day` or `12 days`.
    fileprivate var days: String { self == 1 ? "1 day" : "\(self) days" }
}
