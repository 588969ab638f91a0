import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A table of samples")
struct RecordingCSVTests {
    @Test("is read in any order and case of leads, with ends of lines and blanks of any kind")
    func order() throws {
        let text =
            "\u{FEFF}# Sampling rate: 250 Hz\r\n# unit: uV\r\n\r\nv1,II, i ,note\r\n 1,-2,3.5,x\r\n4,5e0,+6,\r\n\r\n"
        let recording = try read(text)
        #expect(recording.format == "csv")
        #expect(recording.signal.samplingRate == 250)
        #expect(recording.signal.microvoltsPerCount == 1)
        #expect(recording.signal[.v1] == [1, 4])
        #expect(recording.signal.leads.prefix(6).map { $0[0] } == [3.5, -2, -5.5, -0.75, 4.5, -3.75])
        #expect(
            recording.remarks == [
                "Columns beyond the standard twelve leads are left out: 1.", "The table lacks V2, V3, V4, V5, V6.",
            ]
        )
    }

    @Test(
        "has the unit that its comments or its header declare",
        arguments: [
            ("# unit: mV\nI,II", 1000.0), ("I (uV),II [µV]", 1), ("I (V),II (V)", 1_000_000), ("I_mV,II_mV", 1000),
            ("# unit: count\n# microvolts_per_count: 4.88\nI,II", 4.88), ("# microvolts_per_count: 2.5\nI,II", 2.5),
            ("# unit: nV\n\"I\",\"II\"", 0.001),
        ]
    )
    func units(head: String, scale: Double) throws {
        let signal = try read("# fs: 500\n\(head)\n3,4\n").signal
        #expect(signal.microvoltsPerCount == scale)
        #expect(signal[.ii] == [4])
    }

    @Test("whose columns differ in unit is brought to microvolts")
    func mixedUnits() throws {
        let recording = try read("# fs: 500\n# unit: uV\nI,II (mV)\n3,0.25\n")
        #expect(recording.signal.microvoltsPerCount == 1)
        #expect(recording.signal.leads.prefix(2).map { $0[0] } == [3, 250])
        #expect(recording.remarks.contains { $0.contains("different units") })
    }

    @Test(
        "without a unit, or with one that is unknown, has none",
        arguments: ["", "# unit: furlong\n", "# unit: count\n"]
    )
    func noUnit(line: String) throws {
        let recording = try read("# fs: 500\n\(line)I,II\n3,4\n")
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.remarks.contains { $0.contains("not guessed") })
        #expect(try read("# fs: 500\nI (uV),II\n3,4\n").signal.microvoltsPerCount == nil)
    }

    @Test(
        "has the rate that evenly spaced times show",
        arguments: [("time (s)", 0.002, 500), ("Time [ms]", 4, 250), ("t_s", 1 / 360.0, 360)]
    )
    func times(name: String, step: Double, rate: Int) throws {
        let rows = (0..<50).map { "\(7 + Double($0) * step),1,2\n" }.joined()
        #expect(try read("\(name),I,II\n\(rows)").signal.samplingRate == rate)
    }

    @Test("without a rate is refused with the line to write", arguments: ["I,II\n1,2\n", "time,I,II\n1,2,3\n"])
    func noRate(text: String) {
        #expect(error(text)?.description.contains("# sampling_rate: 500") == true)
    }

    @Test(
        "that contradicts itself or holds what is no number is refused with its place",
        arguments: [
            ("# fs: 500\nI,II\n1\n", 3, 2), ("# fs: 500\nI,II\n1,2\n1,2,3\n", 4, 5), ("# fs: 500\nI,II\n1,\n", 3, 3),
            ("# fs: 500\nI,II\n1,nan\n", 3, 3), ("# fs: 500\nI,II\n\"1\",2\n", 3, 1),
            ("# fs: 500\nI,II\n0x1,2\n", 3, 1),
            ("# fs: 500\nI,II\n1e999,2\n", 3, 1), ("# fs: 500\nI,II\n1e39,2\n", 2, 1), ("# fs: 500\nI,i\n1,2\n", 2, 1),
            ("# fs: 500\nI,I\n1,2\n", 2, 1), ("# fs: 500\nI;II\n1;2\n", 2, 1), ("# fs: 0\nI,II\n1,2\n", 2, 1),
            ("# fs: 499.5\nI,II\n1,2\n", 2, 1), ("# fs: 250\nt_ms,I,II\n0,1,2\n2,1,2\n", 2, 1),
            ("t_ms,I,II\n0,1,2\n2,1,2\n9,1,2\n", 1, 1), ("t_ms,I,II\n0,1,2\n0,1,2\n", 1, 1),
            ("# fs: 500\n# unit: uV\n# microvolts_per_count: 2\nI,II\n1,2\n", 4, 1),
            ("# fs: 500\n# microvolts_per_count: -2\nI,II\n1,2\n", 3, 1), ("# fs: 500\nI,II\n", 2, 1),
            ("# fs: 1\nI,II\n" + String(repeating: "1,2\n", count: 601), 2, 1),
        ]
    )
    func refused(text: String, line: Int, column: Int) {
        #expect(error(text)?.place == TextPlace(line: line, column: column))
    }

    @Test("with nonsense in its comments lacks the value and says so")
    func nonsense() throws {
        let keys = ["birth_date", "age", "sex", "acquired_at", "window", "qrs_duration"]
        let comments = keys.map { "# \($0): 1950-02-30T99\n" }.joined()
        let recording = try read("# fs: 500\n# unit: uV\n\(comments)I,II,V1,V2,V3,V4,V5,V6\n1,2,3,4,5,6,7,8\n")
        #expect(recording.patient == RecordedPatient())
        #expect(recording.measurements == Measurements())
        #expect(Set(recording.remarks.map { String($0.prefix { $0 != " " }) }) == Set(keys))
        #expect(!recording.remarks.contains { $0.contains("1950") })
    }

    @Test("cut off or damaged at any byte is read or refused and never crashes")
    func damaged() throws {
        let whole = try RecordingCSVWriter.write(MuseXMLWriterTests.recording(length: 1))
        for index in whole.indices {
            _ = try? RecordingCSVReader.read(whole.prefix(index))
            for byte: UInt8 in [0x0A, 0x2C, 0xFF] {
                var changed = whole
                changed[index] = byte
                _ = try? RecordingCSVReader.read(changed)
            }
        }
    }

    private func read(_ text: String) throws -> Recording { try RecordingReader.read(Data(text.utf8)) }

    private func error(_ text: String) -> RecordingError? {
        do throws(RecordingError) {
            _ = try RecordingReader.read(Data(text.utf8))
            return nil
        } catch {
            return error
        }
    }
}
