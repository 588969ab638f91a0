package import Electrocardiogram
import Foundation
import Trial

/// A made-up cohort: each patient is a pure function of the seed and their index, whatever the cohort's size or order.
///
/// For demonstration and tests only; nothing in it is drawn from a person.
package struct SimulatedCohort: Sendable {
    package let seed: UInt64
    package let sites: [String]
    /// The last day on which ECGs were recorded.
    package let referenceDate: CalendarDate
    /// Days before the reference date over which acquisitions are spread.
    package let acquisitionDays: Int

    /// - Precondition: at least one site and one day.
    package init(seed: UInt64, sites: [String] = ["A"], referenceDate: CalendarDate, acquisitionDays: Int = 180) {
        precondition(!sites.isEmpty && acquisitionDays > 0, "a cohort needs a site and a day")
        self.seed = seed
        self.sites = sites
        self.referenceDate = referenceDate
        self.acquisitionDays = acquisitionDays
    }

    /// The patient at `index`, from 0.
    package func patient(_ index: Int) -> SimulatedPatient {
        let chart = chart(index)
        return SimulatedPatient(
            index: index,
            recordNumber: chart.person.recordNumber,
            site: chart.site,
            history: chart.history,
            echo: chart.echo,
            recording: recording(of: chart, index: index)
        )
    }

    /// All of a patient but the ECG, which takes most of the time.
    func chart(_ index: Int) -> SimulatedChart {
        var stream = RandomStream(seed: seed, index: index, purpose: .person)
        let date = referenceDate.adding(days: -stream.index(below: acquisitionDays))
        let site = sites[stream.index(below: sites.count)]
        let person = SimulatedPerson(seed: seed, number: index + 1, acquiredOn: date, from: &stream)
        var heartStream = RandomStream(seed: seed, index: index, purpose: .heart)
        let heart = HeartCondition(age: person.exactAge, sex: person.sex, from: &heartStream)
        var historyStream = RandomStream(seed: seed, index: index, purpose: .history)
        var echoStream = RandomStream(seed: seed, index: index, purpose: .echo)
        return SimulatedChart(
            site: site,
            person: person,
            heart: heart,
            history: SimulatedHistory(of: heart, acquiredOn: date, from: &historyStream),
            echo: EchoStudy(of: heart, from: &echoStream),
            shareOfDay: stream.uniform()
        )
    }

    private func recording(of chart: SimulatedChart, index: Int) -> Recording {
        let person = chart.person
        let electric = ElectricHeart(person, chart.heart, seed: seed, index: index)
        let second = 7 * 3600 + Int(chart.shareOfDay * 12 * 3600)
        return Recording(
            format: "simulated",
            sourceDigest: standInDigest(index),
            patient: RecordedPatient(
                recordNumber: person.recordNumber,
                familyName: person.familyName,
                givenName: person.givenName,
                birthDate: person.birthDate,
                age: person.acquiredOn.age(since: person.birthDate),
                sex: person.sex
            ),
            acquiredAt: AcquisitionTime(
                date: person.acquiredOn,
                hour: second / 3600,
                minute: second / 60 % 60,
                second: second % 60
            ),
            device: "SIMULATOR",
            signal: electric.signal,
            measurements: electric.reading.measurements,
            statements: electric.reading.statements
        )
    }

    /// There is no file to hash yet: 32 bytes that tell this recording from others.
    private func standInDigest(_ index: Int) -> Data {
        var bytes = Data()
        for word in [seed, UInt64(bitPattern: Int64(index)), 0, 0] {
            withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}

/// What is true of a patient before the ECG is taken.
struct SimulatedChart: Sendable {
    let site: String
    let person: SimulatedPerson
    let heart: HeartCondition
    let history: SimulatedHistory
    let echo: EchoStudy
    /// When in the working day the ECG is taken, 0 to 1.
    let shareOfDay: Double
}
