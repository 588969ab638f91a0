import Foundation
import PostgreSQL
import Trial
import TrialStore

extension TrialProtocol {
    /// Reason codes for which a screened patient may not be sampled; none: eligible.
    func reasons(against screened: ScreeningStore.Screened, on day: Date) -> [String] {
        let zone = sites.first { $0.code == screened.site }?.timeZone ?? .gmt
        switch eligibility.decide(on: screened.facts(in: zone), at: day, timeZone: zone) {
        case .eligible: return age(of: screened, on: day)
        case .ineligible(let reasons): return reasons + age(of: screened, on: day)
        }
    }
}

extension TrialProtocol {
    /// Whether the patient's best recording is older than the protocol admits, was not yet made, or does not say when
    /// it was made: without a day nothing shows that it is recent enough.
    private func age(of screened: ScreeningStore.Screened, on day: Date) -> [String] {
        guard let acquired = screened.acquiredAt else { return ["recording-undated"] }
        let limit = day.addingTimeInterval(-86_400 * Double(indexRecording.withinDays))
        // A day's grace, because the zone of the day is the site's.
        if acquired > day.addingTimeInterval(86_400) { return ["recording-later"] }
        return acquired < limit ? ["recording-too-old"] : []
    }
}

extension ScreeningStore.Screened {
    /// What is known of a patient, in the words of the protocol.
    fileprivate func facts(in zone: TimeZone) -> Eligibility.Facts {
        Eligibility.Facts(
            age: age,
            sex: sex.flatMap(Eligibility.Sex.init(rawValue:)),
            careSetting: history.careSetting.flatMap(Eligibility.CareSetting.init(rawValue:)),
            lastEcho: history.neverEchoed ? .never : history.lastEcho?.noon(in: zone).map { .on($0) },
            knownDiseases: history.knownDiseases.map(Set.init),
            lifeExpectancyUnderOneYear: history.lifeExpectancyUnderOneYear
        )
    }
}

extension PostgresDate {
    /// Noon of the day at a place: whatever its clocks do, no other day.
    func noon(in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
    }
}
