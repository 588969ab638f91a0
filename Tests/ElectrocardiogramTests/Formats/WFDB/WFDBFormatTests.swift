import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A storage format of WFDB")
struct WFDBFormatTests {
    static let bits = [16: 16, 24: 24, 32: 24, 61: 16, 80: 8, 160: 16, 212: 12]

    @Test("gives back the samples that another encoder wrote", arguments: [16, 24, 32, 61, 80, 160, 212])
    func roundTrip(format: Int) throws {
        for length in [1, 2, 3, 4, 5, 250, 251] {
            let signals = (0..<12).map {
                SampleNoise.counts(length, bits: Self.bits[format] ?? 8, seed: UInt64(format * 1000 + length * 20 + $0))
            }
            let signal = try WFDBFiles.record(signals, format: format).read().signal
            #expect(signal.leads == signals.map { $0.map(Float.init) })
            #expect(signal.microvoltsPerCount == 5)
        }
    }

    @Test("of 12 bits ends within a pair when the number of samples is odd", arguments: [0, 1])
    func oddPairs(padding: Int) throws {
        for length in [1, 3, 251] {
            let signals = (0..<3).map { SampleNoise.counts(length, bits: 12, seed: UInt64($0 + length)) }
            var record = WFDBFiles.record(signals, names: ["I", "II", "V1"], format: 212)
            record.files["r1.dat"]?.append(Data(count: padding))
            let recording = try record.read()
            #expect(recording.signal[.v1] == signals[2].map(Float.init))
            #expect(!recording.remarks.contains { $0.contains("longer") })
        }
    }

    /// Oracle: bytes of `wfdb` 4.3.1 (Python, `wrsamp`) for three signals of three samples.
    @Test(
        "is the one that the Python package writes",
        arguments: [
            (16, "0100d0ff000800feff0f01f89c0400f90500"),
            (24, "010000d0ffff00080000feffff0f0001f8ff9c040000f9ff050000"),
            (32, "01000000d0ffffff0008000000feffffff0f000001f8ffff9c04000000f9ffff05000000"),
            (212, "01f0d0ffe700d281019c94000500"), (80, "8150ff4dae01f62485"),
        ]
    )
    func python(format: Int, hexadecimal: String) throws {
        let values = [
            212: [[1, -512, 1180], [-48, 466, -1792], [2047, -2047, 5]],
            80: [[1, -51, 118], [-48, 46, -92], [127, -127, 5]],
        ]
        let counts = values[format] ?? [[1, -512, 1180], [-48, 4095, -1792], [2048, -2047, 5]]
        var record = WFDBFiles.record(counts, names: ["I", "II", "V1"], format: format)
        record.files["r1.dat"] = Self.data(hexadecimal)
        let signal = try record.read().signal
        #expect([signal[.i], signal[.ii], signal[.v1]] == counts.map { $0.map(Float.init) })
    }

    @Test("marks a sample that was not recorded by its lowest count, which is bridged", arguments: bits.keys)
    func invalid(format: Int) throws {
        let bits = format == 32 ? 32 : Self.bits[format] ?? 8
        let lowest = -(1 << (bits - 1))
        let record = WFDBFiles.record([[10, lowest, lowest, 40], [1, 2, 3, 4]], names: ["I", "II"], format: format)
        let recording = try record.read()
        #expect(recording.signal[.i] == [10, 20, 30, 40])
        #expect(recording.remarks.first == "Lead I has 2 samples marked invalid; straight lines bridge them.")
    }

    @Test("is told from those that are not read")
    func unknown() {
        for format in [0, 8, 310, 311, 508, 516, 524, 17] {
            var record = WFDBFiles.record([[1]], names: ["I"])
            record.signalLines = ["r1.dat \(format) 200"]
            record.signalLines[0] += " 12 0 0 1 0 I"
            let error = #expect(throws: RecordingError.self) { try record.read() }
            #expect(error?.description.contains("is none of 16, 24, 32, 61, 80, 160, 212") == true)
            #expect(error?.place?.line == 2)
        }
    }

    static func data(_ hexadecimal: String) -> Data {
        let digits = Array(hexadecimal)
        return Data(
            stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
        )
    }
}
