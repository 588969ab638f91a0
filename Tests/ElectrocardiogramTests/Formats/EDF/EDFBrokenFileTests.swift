import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An EDF file that cannot be read")
struct EDFBrokenFileTests {
    @Test("because it breaks off at any byte is refused")
    func cutShort() {
        for file in [EDFFile.plain, EDFFile.sample("EDF+C"), EDFFile.sample("BDF+C")] {
            let whole = file.data
            for length in 0..<whole.count {
                #expect(throws: RecordingError.self) { try EDFReader.read(whole.prefix(length)) }
            }
        }
    }

    @Test("because a byte of its header is another is refused or read, and never crashes")
    func changedBytes() {
        let whole = EDFFile.sample("EDF+C").data
        // Version, dates and counts; labels; units and ranges; samples in a record.
        let fields = [0..<8, 168..<336, 256 + 5 * 96..<256 + 5 * 136, 256 + 5 * 216..<256 + 5 * 224]
        for index in fields.joined() {
            for byte in [0, 45, 57] as [UInt8] {
                var data = whole
                data[index] = byte
                _ = try? EDFReader.read(data)
            }
        }
    }

    @Test("is read from a slice of other bytes as from its own")
    func slices() throws {
        let whole = EDFFile.plain.data
        let slice = (Data(count: 7) + whole).dropFirst(7)
        #expect(try EDFReader.read(slice) == EDFReader.read(whole))
    }

    @Test("because a number of its header makes no sense is refused with the byte", arguments: headers.indices)
    func header(index: Int) {
        var file = EDFFile.plain
        Self.headers[index].change(&file)
        let error = #expect(throws: RecordingError.self) { try EDFReader.read(file.data) }
        let expected = Self.headers[index].reason
        #expect(error?.description.contains(expected) == true, "\(String(describing: error)) is not \(expected)")
    }

    private static let headers: [(reason: String, change: @Sendable (inout EDFFile) -> Void)] = [
        ("no ECG format", { $0.version = Array("1       ".utf8) }),
        ("no ECG format", { $0.version = [255] + Array("BIOSEMY".utf8) }),
        ("byte 252", { $0.signalCount = "" }), ("byte 252", { $0.signalCount = "1e1" }),
        ("limit of 32", { $0.signalCount = "33" }), ("limit of 32", { $0.signalCount = "9999" }),
        ("byte 184", { $0.signalCount = "0" }), ("byte 184", { $0.signalCount = "-1" }),
        ("byte 184", { $0.signalCount = "11" }), ("byte 184", { $0.headerLength = "3327" }),
        ("byte 184", { $0.headerLength = "x" }), ("byte 236", { $0.recordCount = "0" }),
        ("byte 236", { $0.recordCount = "-2" }), ("byte 236", { $0.recordCount = "2.0" }),
        ("cut short: it holds 2 of 3", { $0.recordCount = "3" }), ("cut short", { $0.recordCount = "99999999" }),
        ("byte 244", { $0.recordSeconds = "0" }), ("byte 244", { $0.recordSeconds = "-1" }),
        ("byte 244", { $0.recordSeconds = "nan" }), ("byte 244", { $0.recordSeconds = "inf" }),
        ("byte 244", { $0.recordSeconds = "0x1" }), ("byte 244", { $0.recordSeconds = "1.5" }),
        ("byte 244", { $0.recordSeconds = "1e-300" }), ("limit of 600", { $0.recordSeconds = "301" }),
        ("limit of 600", { $0.recordSeconds = "1e300" }), ("EDF+D", { $0.variant = "EDF+D" }),
        ("in a record (byte 2848) is not positive", { $0.signals[0].statedSamples = "0" }),
        ("no whole number", { $0.signals[0].statedSamples = "2.5" }),
        ("cut short", { $0.signals[0].statedSamples = "99999999" }),
        ("lead I (byte 1696)", { $0.signals[0].digitalMinimum = "32767" }),
        ("lead II (byte 1704)", { $0.signals[1].digitalMinimum = "-32769" }),
        ("lead II", { $0.signals[1].digitalMaximum = "32768" }), ("lead II", { $0.signals[1].digitalMaximum = "" }),
        ("different sampling rates", { $0.signals[3].records = [[1], [1]] }),
        ("occurs twice", { $0.signals[3].label = "EKG I" }),
        ("every standard lead", { file in for index in 0..<12 { file.signals[index].label = "EEG \(index)" } }),
    ]

    @Test("because it is empty or too large is refused")
    func bounds() {
        #expect(throws: RecordingError.empty) { try EDFReader.read(Data()) }
        let limit = RecordingReader.maximumBytes
        #expect(throws: RecordingError.tooLarge(bytes: limit + 1, limit: limit)) {
            try EDFReader.read(Data(count: limit + 1))
        }
    }

    @Test("never shows the patient in its error or remarks")
    func privacy() throws {
        var file = EDFFile.plain
        file.patient = "SECRET-1 F 02-MAY-1951 SECRET"
        #expect(try !EDFReader.read(file.data).remarks.joined().contains("SECRET"))
        file.recordCount = "3"
        let error = #expect(throws: RecordingError.self) { try EDFReader.read(file.data) }
        #expect(error?.description.contains("SECRET") == false)
    }
}
