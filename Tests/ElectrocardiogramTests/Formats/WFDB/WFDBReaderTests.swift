import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A WFDB record")
struct WFDBReaderTests {
    @Test("gives every field of its header")
    func fields() throws {
        var record = WFDBFiles.record(Self.counts)
        record.recordLine = "r1 12 500/1000(17.5) 10 23:5:09.125 29/02/2024"
        record.comments = [
            "#Age: 63", "# Sex: F", "# Patient ID: A-17", "#", "# Dx: 59118001,426783006", "# Rx: Unknown",
            "# QRS duration: 98 ms", "# Statement: Sinus rhythm", "# PR interval: 0 ms",
        ]
        let recording = try record.read()
        #expect(recording.format == "wfdb")
        #expect(recording.signal.samplingRate == 500)
        #expect(
            recording.acquiredAt
                == CalendarDate(year: 2024, month: 2, day: 29)
                .flatMap { AcquisitionTime(date: $0, hour: 23, minute: 5, second: 9) }
        )
        #expect(recording.patient == RecordedPatient(recordNumber: "A-17", age: 63, sex: .female))
        #expect(recording.measurements == Measurements(qrsDuration: 98))
        #expect(recording.statements == ["Sinus rhythm", "59118001", "426783006"])
        #expect(recording.remarks.count == 1)
        #expect(recording.remarks.first?.contains("codes") == true)
    }

    @Test("may state several fields in one comment, as the manual page proposes")
    func anglesInComments() throws {
        var record = WFDBFiles.record(Self.counts)
        record.comments = ["# <age>: 69 <sex>: M <diagnoses>: (none)", "#<subject_id>: 17"]
        #expect(try record.read().patient == RecordedPatient(recordNumber: "17", age: 69, sex: .male))
    }

    @Test("with nonsense about the patient or the time counts it as missing, with remarks that do not show it")
    func nonsense() throws {
        var record = WFDBFiles.record(Self.counts)
        record.recordLine += " 25:00:00 31/02/2024"
        record.comments = [
            "# Age: 300", "# Sex: X-SECRET", "# Birth date: 2024-13-01", "# QT interval: 400", "# UTC offset: far",
        ]
        let recording = try record.read()
        #expect(recording.patient == RecordedPatient())
        #expect(recording.acquiredAt == nil)
        #expect(recording.measurements == Measurements())
        #expect(recording.remarks.count == 6)
        #expect(!recording.remarks.joined().contains("SECRET"))
        record.comments = ["# Age: NaN", "# Sex: Unknown"]
        #expect(try record.read().remarks.count == 1)
    }

    @Test("of several signal files asks for each that holds a lead, and its digest is over all of them in order")
    func severalFiles() throws {
        let one = WFDBFiles.record([[1, 2, 3], [4, 5, 6]], names: ["I", "II"])
        var record = WFDBFiles.record([[7, 8, 9], [9, 9, 9]], names: ["V1", "V9"], format: 212)
        record.recordLine = "r2 5 500 3"
        record.signalLines =
            one.signalLines + record.signalLines.map { $0.replacingOccurrences(of: "r1.dat", with: "r2.dat") }
            + ["r3.xyz 16 200 16 0 0 0 0 vx"]
        record.files = ["r1.dat": one.files["r1.dat"] ?? Data(), "r2.dat": record.files["r1.dat"] ?? Data()]
        let recording = try record.read()
        #expect(recording.signal[.ii] == [4, 5, 6])
        #expect(recording.signal[.v1] == [7, 8, 9])
        #expect(recording.remarks.contains("2 channels beyond the standard twelve leads are left out."))
        let bytes = record.header + (record.files["r1.dat"] ?? Data()) + (record.files["r2.dat"] ?? Data())
        #expect(recording.sourceDigest == SHA256Oracle.digest(bytes))
    }

    @Test("takes samples after an offset, several a frame, and moved by a skew")
    func layout() throws {
        // Two samples of I and II a frame, one of a channel that is left out.
        let frames = [[10, 11, 20, 21, 1], [12, 13, 22, 23, 2], [14, 15, 24, 25, 3]]
        var record = WFDBFiles.record([[0], [0], [0]], names: ["I", "II", "resp"])
        record.recordLine = "r 3 250 3"
        record.signalLines = [
            "r.dat 16x2:1+7 200 16 0 10 75 0 I", "r.dat 16x2+7 200 16 0 20 135 0 II", "r.dat 16 200 16 0 1 6 0 resp",
        ]
        record.files["r.dat"] = Data(count: 7) + WFDBFiles.bytes(frames.flatMap(\.self), format: 16)
        record.signalLines[2] = "r.dat 16+8 200 16 0 1 6 0 resp"
        #expect(throws: RecordingError.self) { try record.read() }
        record.signalLines[2] = "r.dat 16+7 200 16 0 1 6 0 resp"
        let recording = try record.read()
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal[.i] == [12, 13, 14, 15])
        #expect(recording.signal[.ii] == [20, 21, 22, 23])
        #expect(recording.remarks.contains { $0.contains("skew") })
        #expect(recording.remarks.contains { $0.contains("end with the shortest") })
    }

    @Test("that states no number of samples, or too few, is as long as its files or as it states")
    func lengths() throws {
        var record = WFDBFiles.record([[1, 2, 3], [4, 5, 6]], names: ["I", "II"])
        for line in ["r1 2 500", "r1 2 500 0", "r1 2"] {
            record.recordLine = line
            #expect(try record.read().signal[.ii] == [4, 5, 6])
        }
        let recording = try record.read()
        #expect(recording.signal.samplingRate == 250)
        #expect(recording.remarks.contains { $0.contains("250 Hz") })
        record.recordLine = "r1 2 500 2"
        record.signalLines = ["r1.dat 16 200 16 0 1 3 0 I", "r1.dat 16 200 16 0 4 9 0 II"]
        let shorter = try record.read()
        #expect(shorter.signal[.ii] == [4, 5])
        #expect(shorter.remarks.contains { $0.contains("longer than the header states") })
    }

    @Test("has the unit of its header, never a guessed one")
    func units() throws {
        let expectations: [(String, Double?)] = [
            ("200/mV", 5), ("200", 5), ("0.2/uV", 5), ("0.2/µV", 5), ("2e5/V", 5), ("0", nil), ("200/mmHg", nil),
            ("200/NU", nil), ("1e30/mV", nil),
        ]
        for (amplitude, expected) in expectations {
            let recording = try WFDBFiles.record(Self.counts, amplitude: amplitude).read()
            #expect(recording.signal.microvoltsPerCount == expected, "\(amplitude)")
            #expect(recording.remarks.count == (expected == nil || amplitude == "200" ? 1 : 0))
            #expect(recording.signal[.i] == Self.counts[0].map(Float.init))
        }
    }

    @Test("with a gain of its own in each lead is brought to one scale, with a remark")
    func gains() throws {
        var record = WFDBFiles.record([[10, -3], [10, -3], [10, -3]], names: ["I", "II", "V1"])
        for (index, gain) in ["1000/mV", "0.4(2)/uV", "-200/mV"].enumerated() {
            record.signalLines[index] = record.signalLines[index].replacingOccurrences(of: "200(0)/mV", with: gain)
        }
        let recording = try record.read()
        // 1, 2.5 and 5 µV a count are 2, 5 and 10 steps of 0.5 µV.
        #expect(recording.signal.microvoltsPerCount == 0.5)
        #expect(recording.signal[.i] == [20, -6])
        #expect(recording.signal[.ii] == [40, -25])
        #expect(recording.signal[.v1] == [-100, 30])
        #expect(recording.remarks.first?.contains("0.5 µV per count, which changes no sample") == true)
    }

    @Test("counts from its baseline, and from the ADC zero where it names none")
    func baselines() throws {
        var record = WFDBFiles.record([[1000, 1010]], names: ["I"], amplitude: "200(1000)/mV")
        #expect(try record.read().signal[.i] == [0, 10])
        record.signalLines = ["r1.dat 16 200/mV 12 1024 1000 2010 0 I"]
        #expect(try record.read().signal[.i] == [-24, -14])
        record.signalLines = ["r1.dat 16 -200(1000)/mV 12 1024 1000 2010 0 I"]
        #expect(try record.read().signal[.i] == [0, -10])
    }

    @Test("without the four derived limb leads gets them, and says so when only some were left out")
    func limbLeads() throws {
        let names = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]
        let eight = try WFDBFiles.record(Array(repeating: [2, 4], count: 8), names: names).read()
        #expect(eight.signal[.avr] == [-2, -4])
        #expect(eight.remarks.isEmpty)
        let nine = try WFDBFiles.record(Array(repeating: [2, 4], count: 9), names: names + ["avf"]).read()
        #expect(nine.signal[.avf] == [2, 4])
        #expect(nine.signal[.avl] == [1, 2])
        #expect(nine.remarks == ["Derived from I and II: III, aVR, aVL. The file stores the other limb leads."])
    }

    static let counts = (0..<12).map { lead in (0..<10).map { $0 * 31 - lead * 7 } }
}
