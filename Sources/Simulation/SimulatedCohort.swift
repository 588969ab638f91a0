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
        var stream = RandomStream(seed: seed, index: index, purpose: .person)
        let date = referenceDate.adding(days: -stream.index(below: acquisitionDays))
        let site = sites[stream.index(below: sites.count)]
        let person = SimulatedPerson(seed: seed, number: index + 1, acquiredOn: date, from: &stream)
        var heartStream = RandomStream(seed: seed, index: index, purpose: .heart)
        let heart = HeartCondition(age: person.exactAge, from: &heartStream)
        var historyStream = RandomStream(seed: seed, index: index, purpose: .history)
        var echoStream = RandomStream(seed: seed, index: index, purpose: .echo)
        return SimulatedPatient(
            index: index,
            recordNumber: person.recordNumber,
            site: site,
            history: SimulatedHistory(of: heart, acquiredOn: date, from: &historyStream),
            echo: EchoStudy(of: heart, from: &echoStream),
            recording: recording(of: person, heart, index: index, time: stream.uniform())
        )
    }

    /// The ECG of one person, taken after the given share (0 to 1) of the working day.
    private func recording(of person: SimulatedPerson, _ heart: HeartCondition, index: Int, time: Double) -> Recording {
        let electric = ElectricHeart(person, heart, seed: seed, index: index)
        let second = 7 * 3600 + Int(time * 12 * 3600)
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

/// One heart's ten seconds at the electrodes, and how the device read them.
struct ElectricHeart: Sendable {
    let conduction: Conduction
    let signal: Signal
    let reading: DeviceReading

    init(_ person: SimulatedPerson, _ heart: HeartCondition, seed: UInt64, index: Int) {
        var stream = RandomStream(seed: seed, index: index, purpose: .conduction)
        let marks = DiseaseMarks(of: heart, from: &stream)
        conduction = Conduction(of: heart, marks: marks, age: person.exactAge, from: &stream)
        var rhythm = RandomStream(seed: seed, index: index, purpose: .rhythm)
        let duration = Double(SignalSynthesis.sampleCount) / Double(SignalSynthesis.samplingRate)
        let train = BeatTrain(conduction, age: person.exactAge, duration: duration, from: &rhythm)
        let rate = train.meanRate(duration: duration) ?? conduction.rate
        let shape = BeatShape(
            conduction: conduction,
            rate: rate,
            marks: marks,
            sex: person.sex,
            age: person.exactAge,
            from: &stream
        )
        var noise = RandomStream(seed: seed, index: index, purpose: .noise)
        let poorQuality = noise.chance(0.008)
        let disturbance = RecordingNoise(poorQuality: poorQuality, from: &noise)
        signal = SignalSynthesis(shape: shape, train: train, noise: disturbance).signal(from: &noise)
        reading = DeviceReading(conduction, rate: rate, signal: signal, poorQuality: poorQuality)
    }
}
