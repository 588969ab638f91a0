import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A WFDB record that cannot be read")
struct WFDBBrokenFileTests {
    @Test("because its header breaks off at any byte is refused, or says less, and never crashes")
    func cutHeader() throws {
        let whole = Self.good.header
        for length in 0..<whole.count {
            let recording = try? WFDBReader.read(header: whole.prefix(length)) { _ throws(RecordingError) in
                Self.good.files["r1.dat"] ?? Data()
            }
            // Without a name the last lead is none of the twelve.
            if let recording { #expect(recording.signal[.v1].isEmpty || length >= whole.count - 2) }
        }
    }

    @Test("because a byte of its header is another is refused or read, and never crashes")
    func changedBytes() {
        let whole = Self.good.header
        for index in whole.indices {
            for byte in Array("\0 \n#/(:+-x9\u{7F}".utf8) + [255] {
                var header = whole
                header[index] = byte
                _ = try? WFDBReader.read(header: header) { _ throws(RecordingError) in
                    Self.good.files["r1.dat"] ?? Data()
                }
            }
        }
    }

    @Test("because its signal file breaks off at any byte is refused")
    func cutSignals() {
        let whole = Self.good.files["r1.dat"] ?? Data()
        for length in 0..<whole.count {
            var record = Self.good
            record.files["r1.dat"] = whole.prefix(length)
            #expect(throws: RecordingError.self) { try record.read() }
        }
    }

    @Test("because any one byte of its samples is another is refused by the checksum")
    func checksum() throws {
        let whole = Self.good.files["r1.dat"] ?? Data()
        for index in whole.indices {
            var record = Self.good
            record.files["r1.dat"]?[index] ^= 0x10
            let error = #expect(throws: RecordingError.self) { try record.read() }
            #expect(error?.description.contains("checksum") == true)
            #expect(error?.place?.line == 2 + index / 2 % 3)
        }
        // Unsigned sums occur too; a line without a sum is not checked.
        var record = Self.good
        record.signalLines[0] = "r1.dat 16 200/mV 16 0 1 \(WFDBFiles.checksum(Self.signals[0]) & 0xFFFF) 0 I"
        #expect(try record.read().signal[.i] == Self.signals[0].map(Float.init))
    }

    @Test(
        "because a line is not of the grammar is refused with the line",
        arguments: [
            (0, ""), (0, "r1"), (0, "r1 x 500 4"), (0, "r1 -1 500 4"), (0, "r1 2 500 4"), (0, "r1 4 500 4"),
            (0, "r1 3 0 4"), (0, "r1 3 -500 4"), (0, "r1 3 nan 4"), (0, "r1 3 500 x"), (0, "r1 3 500 -4"),
            (0, "r1 3 500/x 4"), (0, "r1 3 500/250(4 4"), (0, "r1 3 500(4)z 4"), (0, "r1 3 360.5 4"),
            (0, "r1 3 1e9 4"), (0, "r1 3 500 5"), (0, "r1 3 500 999999999999999999"), (0, "r1 3 500 300001"),
            (0, "r1/2 3 500 4"), (0, "r1/x 3 500 4"), (0, "r1 33 500 4"), (0, "r1 999999999999999999 500 4"),
            (1, "r1.dat"), (1, "r1.dat x"), (1, "r1.dat 16x0"), (1, "r1.dat 16x"), (1, "r1.dat 16x-1"),
            (1, "r1.dat 16x1001"), (1, "r1.dat 16x999999999999999999"), (1, "r1.dat 16:-1"), (1, "r1.dat 16:"),
            (1, "r1.dat 16+"), (1, "r1.dat 16+-4"), (1, "r1.dat 16+99999999999999999"), (1, "r1.dat 16+30"),
            (1, "r1.dat 16+4:3"), (1, "r1.dat 16 x"), (1, "r1.dat 16 200("), (1, "r1.dat 16 200(4/mV"),
            (1, "r1.dat 16 200()/mV"), (1, "r1.dat 16 0x20/mV"), (1, "r1.dat 16 inf/mV"),
            (1, "r1.dat 16 200(99999999999999)/mV"), (1, "r1.dat 16 200/mV x"), (1, "r1.dat 16 200/mV 16 9999999999"),
            (1, "r1.dat 16 200/mV 16 0 1 x"), (1, "r1.dat 212 200/mV 16 0 0 0 0 I"),
            (2, "r1.dat 212 200/mV 16 0 0 0 0 II"), (2, "r2.dat 16 200/mV 16 0 0 0 0 II"),
            (2, "r1.dat 16x2 200/mV 16 0 0 0 0 II"), (3, "r1.dat 16 200/mV 16 0 7 \(sum) 0 II"),
        ]
    )
    func grammar(line: Int, text: String) {
        var record = Self.good
        if line == 0 { record.recordLine = text } else { record.signalLines[line - 1] = text }
        #expect(throws: RecordingError.self) { try record.read() }
    }

    @Test(
        "because a signal file is named that may lie elsewhere is refused before it is asked for",
        arguments: [
            "../r1.dat", "/etc/passwd", "a/r1.dat", "..", "a..dat", "a\\r1.dat", "-", "~", "C:r1.dat", "r\u{0}.dat",
        ]
    )
    func names(name: String) {
        let header = Data("r1 1 500 1\n\(name) 16 200 16 0 1 1 0 I\n".utf8)
        let error = #expect(throws: RecordingError.self) {
            try WFDBReader.read(header: header) { _ throws(RecordingError) in
                Issue.record("asked for")
                return Data(count: 2)
            }
        }
        #expect(error?.place?.line == 2)
        #expect(error?.description.contains("plain name") == true)
    }

    @Test("because it is empty, has no lead, is too large or too long is refused")
    func bounds() throws {
        #expect(throws: RecordingError.empty) { try WFDBReader.read(header: Data()) { _ in Data() } }
        #expect(throws: RecordingError.self) { try WFDBFiles.record([[1], [2]], names: ["vx", "vy"]).read() }
        #expect(throws: RecordingError.self) { try WFDBFiles.record([[1], [2]], names: ["I", "i"]).read() }
        let large = RecordingReader.maximumBytes + 1
        let header = Data("r1 1 500 1\nr1.dat 16 200 16 0 0 0 0 I\n".utf8)
        #expect(throws: RecordingError.tooLarge(bytes: large, limit: large - 1)) {
            try WFDBReader.read(header: Data(count: large)) { _ in Data() }
        }
        #expect(throws: RecordingError.tooLarge(bytes: large + header.count - 1, limit: large - 1)) {
            try WFDBReader.read(header: header) { _ in Data(count: large - 1) }
        }
        var long = WFDBFiles.record([Array(repeating: 0, count: 601)], names: ["I"], format: 80, rate: "1")
        for line in ["r1 1 1 601", "r1 1 1"] {
            long.recordLine = line
            let error = #expect(throws: RecordingError.self) { try long.read() }
            #expect(error?.code == "limit-exceeded")
        }
        var lines = Self.good
        lines.comments = Array(repeating: "#", count: WFDBHeader.maximumLines)
        #expect(throws: RecordingError.self) { try lines.read() }
        lines.comments = ["# " + String(repeating: "x", count: WFDBHeader.maximumLineBytes)]
        #expect(throws: RecordingError.self) { try lines.read() }
        lines.comments = Array(repeating: "#" + String(repeating: "<age>: ", count: 1500), count: 100)
        let limit = WFDBHeader.maximumBytes
        #expect(throws: RecordingError.limitExceeded(what: "the bytes of the header", limit: limit, place: nil)) {
            try lines.read()
        }
    }

    @Test("because the file is not there says what the caller says")
    func missingFile() {
        var record = Self.good
        record.files = [:]
        #expect(throws: RecordingError.missing(what: "file r1.dat", place: nil)) { try record.read() }
    }

    @Test("never shows the patient in its error")
    func privacy() {
        var record = Self.good
        record.comments = ["# Patient ID: SECRET", "# Family name: SECRET"]
        record.files["r1.dat"]?[0] ^= 1
        let error = #expect(throws: RecordingError.self) { try record.read() }
        #expect(error?.description.contains("SECRET") == false)
    }

    private static let signals = [[1, 300, -500, 7], [2, 301, -501, 8], [3, 302, -502, 9]]
    private static let sum = WFDBFiles.checksum(signals[2])
    private static let good = WFDBFiles.record(signals, names: ["I", "II", "V1"])
}
