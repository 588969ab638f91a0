import Foundation
import ReaderHarness

@testable import Electrocardiogram

extension FuzzSeed {
    static func wfdb() throws -> [(String, Data)] {
        var seeds = [("format-16.hea", joined(wfdbComments))]
        seeds += [24, 32, 61, 160, 212].map { format in
            ("format-\(format).hea", joined(WFDBFiles.record(leads(14), format: format)))
        }
        let small = leads(14).map { $0.map { $0 % 100 } }
        let written = try WFDBWriter.write(
            WFDBWriterTests.recording(leads: leads(12).map { $0.map(Float.init) }),
            name: "r1"
        )
        return seeds + [
            ("format-80.hea", joined(WFDBFiles.record(small, format: 80, amplitude: "0.2(-3)/uV"))),
            ("challenge.mat.hea", joined(wfdbChallenge)), ("layout.hea", joined(wfdbLayout)),
            ("written.hea", written.header + FuzzedReader.separator + written.signals),
        ]
    }

    static var wfdbCommentsFirst: Data { Data("# two\n \n# comments\n".utf8) + joined(wfdbLayout) }

    private static func joined(_ record: WFDBFiles) -> Data {
        record.header + FuzzedReader.separator + (record.files.values.first ?? Data())
    }

    private static var wfdbComments: WFDBFiles {
        var record = WFDBFiles.record(leads(14))
        record.recordLine += " 23:59:58 29/02/2024"
        record.comments = [
            "# <age>: 69 <sex>: M <diagnoses>: (none)", "# Dx: 59118001,426783006", "# Statement: Sinus rhythm",
            "# Birth date: 1950-01-31", "# QT interval: 400 ms", "# UTC offset: -90 min", "#ECG date: 29/02/2024",
        ]
        return record
    }

    /// As in the PhysioNet challenges: behind the 24 bytes with which a matrix of MATLAB begins.
    private static var wfdbChallenge: WFDBFiles {
        var record = WFDBFiles.record(leads(14), layout: "+24", amplitude: "1000/mV")
        let matrix = [30, 12, 14, 0, 4].flatMap { DICOMBytes.little($0, 4) } + Array("val\0".utf8)
        record.signalLines = record.signalLines.map { $0.replacingOccurrences(of: "r1.dat", with: "A1.mat") }
        record.files = ["A1.mat": Data(matrix) + (record.files["r1.dat"] ?? Data())]
        return record
    }

    /// Two samples a frame, moved by a skew, and a channel that is left out.
    private static var wfdbLayout: WFDBFiles {
        let frames = [[10, 11, 20, 21, 1], [12, 13, 22, 23, 2], [14, 15, 24, 25, 3]]
        return WFDBFiles(
            recordLine: "r1 3 250/1(0)",
            signalLines: [
                "r1.dat 16x2:1+7 200 16 0 10 75 0 I", "r1.dat 16x2+7 200 16 0 20 135 0 II",
                "r1.dat 16+7 200 16 0 1 6 0 resp",
            ],
            files: ["r1.dat": Data(count: 7) + WFDBFiles.bytes(frames.flatMap(\.self), format: 16)]
        )
    }

    static func csv() throws -> [(String, Data)] {
        var recording = MuseXMLWriterTests.recording(length: 8)
        recording.window = SignalWindow(firstSample: 7, totalSamples: 9000)
        recording.acquiredAt = recording.acquiredAt.flatMap {
            AcquisitionTime(date: $0.date, hour: 23, minute: 0, second: 1, utcOffsetMinutes: -210)
        }
        let times = (0..<20).map { "\(7000 + $0 * 4),1,2,0.5\n" }.joined()
        let units = "# unit: count\n# microvolts_per_count: 4.88\n"
        return [
            ("written.csv", try RecordingCSVWriter.write(recording)),
            ("times.csv", Data("t_ms,I,II,V1 (mV)\n\(times)".utf8)),
            (
                "order.csv",
                Data("\u{FEFF}# fs: 250 Hz\r\n# unit: uV\r\n\r\nv1,II, i ,note\r\n 1,-2,3.5,x\r\n4,5e0,+6,\r\n".utf8)
            ),
            ("counts.csv", Data("# sampling_rate: 500\n# age: 61\n\(units)\"I\",\"II\"\n3,4\n-5,6\n".utf8)),
        ]
    }

    static func echonext() -> [(String, Data)] {
        let numbers = (1...7).map { Double($0) / 4 - 1 }
        let single = numbers.flatMap { DICOMBytes.little(Int(Float($0).bitPattern), 4) }
        let double = numbers.flatMap { DICOMBytes.little(Int(truncatingIfNeeded: $0.bitPattern), 8) }
        let half: [UInt16] = [0, 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555, 0x8400]
        return [
            ("version-1.npy", prepared(1, "(1, 2500, 12)", "<f4", single)),
            ("version-2.npy", prepared(2, "(1, 1, 2500, 12)", "<f8", double)),
            ("version-3.npy", prepared(3, "(1, 2500, 12)", "<f2", half.flatMap { DICOMBytes.little(Int($0), 2) })),
        ]
    }

    /// The beginnings of two arrays and a table of which one row belongs to them.
    private static func prepared(_ version: UInt8, _ shape: String, _ type: String, _ values: [UInt8]) -> Data {
        let waveforms = PreparedDataSetTests.header("<f2", shape, "False", version)
        let tabular = PreparedDataSetTests.header(type, "(1, 7)", "False", version) + Data(values)
        let table = Data("ecg_key,split,shd\na,train,0\n\"b\",val,1\n".utf8)
        return waveforms + FuzzedReader.separator + tabular + FuzzedReader.separator + table
    }
}
