import Foundation
import Testing

@testable import Electrocardiogram

/// The oracle is the reader, which is held against real files elsewhere.
@Suite("MUSE XML written here")
struct MuseXMLWriterTests {
    @Test("is read back to the same recording", arguments: [1, 2499, 5000])
    func roundTrip(length: Int) throws {
        let recording = Self.recording(length: length)
        let bytes = try MuseXMLWriter.write(recording)
        var read = try RecordingReader.read(bytes)
        #expect(read.sourceDigest.count == 32)
        read.sourceDigest = recording.sourceDigest
        #expect(read == recording)
    }

    @Test("of a recording without demographics, measurements and statements is read back too")
    func bare() throws {
        let recording = Recording(format: "muse-xml", sourceDigest: Data(), signal: Self.signal(length: 10))
        var read = try RecordingReader.read(try MuseXMLWriter.write(recording))
        read.sourceDigest = Data()
        #expect(read == recording)
    }

    @Test("stores all twelve leads where four do not follow from the others")
    func twelve() throws {
        let leads = (0..<12).map { lead in (0..<50).map { Float($0 * 37 % 101 - lead * lead) } }
        let signal = Signal(samplingRate: 250, microvoltsPerCount: 2.5, leads: leads)
        let recording = Recording(format: "muse-xml", sourceDigest: Data(), signal: signal)
        #expect(try RecordingReader.read(MuseXMLWriter.write(recording)).signal == signal)
    }

    @Test("is the same bytes every time")
    func deterministic() throws {
        #expect(try MuseXMLWriter.write(Self.recording(length: 9)) == MuseXMLWriter.write(Self.recording(length: 9)))
    }

    @Test("is refused where the format would change a value")
    func refusals() throws {
        let good = Self.recording(length: 4)
        var leads = good.signal.leads
        leads[2][1] += 1
        try expectRefusal(good) { $0.signal = Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads) }
        try expectRefusal(good) {
            $0.signal = Signal(samplingRate: 500, microvoltsPerCount: nil, leads: good.signal.leads)
        }
        for sample: Float in [0.5, 32768, .nan, .infinity] {
            var leads = good.signal.leads
            leads[6][0] = sample
            try expectRefusal(good) { $0.signal = Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads) }
        }
        try expectRefusal(good) {
            $0.signal = Signal(
                samplingRate: 500,
                microvoltsPerCount: 4.88,
                leads: [leads[0]] + Array(repeating: [], count: 11)
            )
        }
        try expectRefusal(good) { $0.patient.familyName = "A\u{1}" }
        try expectRefusal(good) {
            $0.acquiredAt = AcquisitionTime(
                date: $0.acquiredAt!.date,
                hour: 1,
                minute: 2,
                second: 3,
                utcOffsetMinutes: 60
            )
        }
    }

    private func expectRefusal(_ recording: Recording, change: (inout Recording) -> Void) throws {
        var changed = recording
        change(&changed)
        let error = #expect(throws: RecordingError.self) { try MuseXMLWriter.write(changed) }
        guard case .notWritable = error else {
            Issue.record("refused for another reason: \(String(describing: error))")
            return
        }
    }

    static func signal(length: Int) -> Signal {
        let independent: [[Float]] = (0..<8).map { (lead: Int) -> [Float] in
            (0..<length).map { (index: Int) -> Float in
                let value: Int = (index * 7919 + lead * 131) % 65536
                return Float(value - 32768)
            }
        }
        return Signal(samplingRate: 500, microvoltsPerCount: 4.88, independent: independent)
    }

    static func recording(length: Int) -> Recording {
        Recording(
            format: "muse-xml",
            sourceDigest: Data(repeating: 7, count: 32),
            patient: RecordedPatient(
                recordNumber: "MRN & <1>",
                familyName: "Ærø-&\u{301}",
                givenName: "李",
                birthDate: CalendarDate(year: 933, month: 2, day: 3),
                age: 90,
                sex: .female
            ),
            acquiredAt: CalendarDate(year: 2024, month: 2, day: 29)
                .flatMap { AcquisitionTime(date: $0, hour: 0, minute: 5, second: 59) },
            device: "MAC55",
            signal: signal(length: length),
            measurements: Measurements(
                ventricularRate: 72,
                prInterval: 160.5,
                qrsDuration: 90,
                qtInterval: 400,
                qtcInterval: 440
            ),
            statements: ["Sinus rhythm", "Nonspecific ST & T wave abnormality"]
        )
    }
}
