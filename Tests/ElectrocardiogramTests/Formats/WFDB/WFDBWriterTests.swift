import Foundation
import Testing

@testable import Electrocardiogram

/// Oracles: the reader, which is held against real files elsewhere, and plain arithmetic on the bytes here.
@Suite("A WFDB record written here")
struct WFDBWriterTests {
    @Test("is read back to the same recording", arguments: [1, 2, 499, 5000])
    func roundTrip(length: Int) throws {
        let recording = Self.recording(leads: (0..<12).map { Self.noise(length, UInt64($0)) })
        #expect(try Self.readBack(recording) == recording)
    }

    @Test("without demographics, scale and some leads is read back too")
    func bare() throws {
        var leads = (0..<12).map { Self.noise(9, UInt64($0)) }
        leads[0] = []
        leads[9] = []
        var recording = Recording(
            format: "wfdb",
            sourceDigest: Data(),
            signal: Signal(samplingRate: 240, microvoltsPerCount: nil, leads: leads)
        )
        recording.remarks = [
            "The amplitude unit of II, III, aVR, aVL, aVF, V1, V2, V3, V5, V6 is missing or unknown; "
                + "it is not guessed.", "The file lacks I, V4.",
        ]
        #expect(try Self.readBack(recording) == recording)
    }

    @Test("keeps half counts by twice the counts at half the scale", arguments: [4.88, 5, 0.1, 1 / 3.0])
    func halfCounts(scale: Double) throws {
        let independent = (0..<8).map { lead in
            SampleNoise.counts(250, bits: 13, seed: UInt64(lead + 1)).map(Float.init)
        }
        let signal = Signal(samplingRate: 500, microvoltsPerCount: scale, independent: independent)
        let recording = Recording(format: "wfdb", sourceDigest: Data(), signal: signal)
        let read = try Self.readBack(recording).signal
        #expect(signal[.avr].contains { $0 != $0.rounded() })
        #expect(read.microvoltsPerCount == scale / 2)
        #expect(read.leads == signal.leads.map { $0.map { $0 * 2 } })
    }

    @Test("gives back the scale that it was given, or its neighbour")
    func scales() throws {
        let usual = [4.88, 2.5, 1.25, 1, 0.5, 4.8828125, 2.44, 0.15259, 5, 10, 3.05]
        let odd = SampleNoise.counts(200, bits: 20, seed: 3).map { Double(abs($0) + 1) / 7919 }
        var exact = 0
        for scale in usual + odd {
            let signal = Signal(samplingRate: 500, microvoltsPerCount: scale, leads: Array(repeating: [1], count: 12))
            let read = try Self.readBack(Recording(format: "wfdb", sourceDigest: Data(), signal: signal))
            let difference = abs((read.signal.microvoltsPerCount ?? 0) - scale)
            #expect(difference <= scale.ulp)
            if usual.contains(scale) { #expect(difference == 0) }
            exact += difference == 0 ? 1 : 0
        }
        #expect(exact > 190)
    }

    @Test("has the sums, first samples and bytes that the manual pages ask for")
    func bytes() throws {
        let leads = (0..<12).map { Self.noise(7, UInt64($0)) }
        let record = try WFDBWriter.write(Self.recording(leads: leads), name: "r-1_a")
        let lines = try #require(String(data: record.header, encoding: .utf8)).split(separator: "\n")
        #expect(lines[0] == "r-1_a 12 500 7 00:05:59 29/02/0924")
        for (index, line) in lines[1...12].enumerated() {
            let counts = leads[index].map { Int($0) }
            let fields = line.split(separator: " ")
            #expect(fields[0] == "r-1_a.dat")
            #expect(fields[1] == "16")
            #expect(fields[2].hasSuffix("(0)/mV"))
            #expect(abs((Double(fields[2].dropLast(6)) ?? 0) * 4.88 - 1000) < 1e-9)
            #expect(fields[5] == "\(counts[0])")
            #expect(fields[6] == "\(WFDBFiles.checksum(counts))")
            #expect(fields[8] == Lead.allCases[index].rawValue)
        }
        let frames = (0..<7).flatMap { index in leads.map { Int($0[index]) } }
        #expect(record.signals == WFDBFiles.bytes(frames, format: 16))
        #expect(try WFDBWriter.write(Self.recording(leads: leads), name: "r-1_a") == record)
    }

    @Test("is refused where the format would change a value")
    func refusals() throws {
        let good = Self.recording(leads: (0..<12).map { Self.noise(4, UInt64($0)) })
        for sample: Float in [0.25, 32768, -32768, .nan, .infinity, 16384.5] {
            var leads = good.signal.leads
            leads[6][0] = sample
            expectRefusal(good) { $0.signal = Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads) }
        }
        var leads = good.signal.leads
        leads[3] = []
        for (rate, scale, leads) in [
            (500, 4.88, leads), (0, 4.88, good.signal.leads), (500, 0, good.signal.leads),
            (500, .infinity, good.signal.leads), (500, -1, good.signal.leads),
            (500, 1, Array(repeating: [], count: 12)), (1500, 1, Array(repeating: Self.noise(700_000, 1), count: 12)),
        ] {
            expectRefusal(good) { $0.signal = Signal(samplingRate: rate, microvoltsPerCount: scale, leads: leads) }
        }
        for text in ["a\nb", " a", "", "Unknown", "a\r", String(repeating: "a", count: 20_000)] {
            expectRefusal(good) { $0.patient.familyName = text }
            expectRefusal(good) { $0.statements = ["Sinus rhythm", text] }
        }
        expectRefusal(good) { $0.patient.age = 151 }
        expectRefusal(good) { $0.measurements.qtInterval = .nan }
        expectRefusal(good) { $0.measurements.qtInterval = 0 }
        for name in ["", "a/b", "..", "a b", "ä", String(repeating: "a", count: 61)] {
            #expect(throws: RecordingError.self) { try WFDBWriter.write(good, name: name) }
        }
    }

    private func expectRefusal(_ recording: Recording, change: (inout Recording) -> Void) {
        var changed = recording
        change(&changed)
        let error = #expect(throws: RecordingError.self) { try WFDBWriter.write(changed, name: "r") }
        guard case .notWritable = error else {
            Issue.record("refused for another reason: \(String(describing: error))")
            return
        }
    }

    /// The recording as it is read again, with the digest of the one that was written.
    private static func readBack(_ recording: Recording) throws -> Recording {
        let record = try WFDBWriter.write(recording, name: "r1")
        var read = try WFDBReader.read(header: record.header) { name throws(RecordingError) in
            guard name == "r1.dat" else { throw .missing(what: "file \(name)", place: nil) }
            return record.signals
        }
        #expect(read.sourceDigest == SHA256Oracle.digest(record.header + record.signals))
        read.sourceDigest = recording.sourceDigest
        return read
    }

    private static func noise(_ length: Int, _ seed: UInt64) -> [Float] {
        SampleNoise.counts(length, bits: 16, seed: seed + 1).map(Float.init)
    }

    static func recording(leads: [[Float]]) -> Recording {
        Recording(
            format: "wfdb",
            sourceDigest: Data(repeating: 7, count: 32),
            patient: RecordedPatient(
                recordNumber: "MRN: <1>, # 2",
                familyName: "Ærø-\u{301}",
                givenName: "李",
                birthDate: CalendarDate(year: 933, month: 2, day: 3),
                age: 90,
                sex: .female
            ),
            acquiredAt: CalendarDate(year: 924, month: 2, day: 29)
                .flatMap { AcquisitionTime(date: $0, hour: 0, minute: 5, second: 59, utcOffsetMinutes: -210) },
            device: "MAC55: 10",
            signal: Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads),
            measurements: Measurements(
                ventricularRate: 72,
                atrialRate: 71.5,
                prInterval: 160.5,
                qrsDuration: 90,
                qtInterval: 400,
                qtcInterval: 1e-5
            ),
            statements: ["Sinus rhythm", "# <Nonspecific> ST: T wave abnormality"]
        )
    }
}
