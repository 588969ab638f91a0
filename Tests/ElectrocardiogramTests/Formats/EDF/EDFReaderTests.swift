import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An EDF file")
struct EDFReaderTests {
    @Test("gives back the samples that another encoder wrote, of 16 and 24 bits", arguments: [16, 24])
    func roundTrip(bits: Int) throws {
        for length in [2, 4, 250, 1000] {
            let leads = (0..<12).map { SampleNoise.counts(length, bits: bits, seed: UInt64(bits * 50 + length + $0)) }
            var file = EDFFile.twelve(leads, bits: bits)
            file.recordSeconds = "0.5"
            let recording = try EDFReader.read(file.data)
            #expect(recording.signal.leads == leads.map { $0.map(Float.init) })
            #expect(recording.signal.microvoltsPerCount == 1)
            #expect(recording.signal.samplingRate == length)
            #expect(recording.format == (bits == 16 ? "edf" : "bdf"))
            #expect(recording.remarks == ["EDF+ does not divide names; the whole name is taken for the family name."])
            #expect(recording.sourceDigest == SHA256Oracle.digest(file.data))
        }
    }

    /// Oracle: files of the same content by `pyedflib` 0.1.42 (Python) and what it reads from them, in microvolts.
    @Test(
        "is byte for byte what another library writes, and has the microvolts that it reads",
        arguments: [
            ("EDF+C", "b6e21b3d130ee57e5ff260d64a9b876de60215942dac3620e000247a468171bd"),
            ("BDF+C", "bb87dcfc0ff3c3516066d88dd05a67d344ba19cab1b8d9e1a8303a03ae9851a2"),
            ("", "feddc6cd47611cac73045f433912bd705142b89a1fae7e7e5f425342427f8c42"),
        ]
    )
    func python(variant: String, digest: String) throws {
        let is24 = variant == "BDF+C"
        let data = EDFFile.sample(variant).data
        #expect(SHA256Oracle.digest(data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == digest)
        let recording = try EDFReader.read(data)
        let signal = recording.signal
        let scale = try #require(signal.microvoltsPerCount)
        let expected = [
            is24
                ? [
                    11.339475324122219, 3.1524903865148737, -4.764576778685072, -3276.8, 3276.7,
                    -0.049804690468999976, -0.05019530953181821, -0.049414071406181745,
                ]
                : [2915.7, 819.8, -1207, -3276.8, 3276.7, 0, -0.1, 0.1],
            is24
                ? [
                    0.0032782556580457486, -0.002682209174764703, 0.5963445065226857, -0.5957484600394047, 5000,
                    -5000, 0.17911196822595406, 0.046193602454281,
                ]
                : [
                    0.8392462043183033, -0.6866559853513389, 152.6665140764477, -152.51392385748075, 5000, -5000,
                    45.853360799572744, 11.825741969939726,
                ],
            [0, -2, 2, -4000, 4000, -34, 600, -2468],
        ]
        let steps = [6553.5, 10000, 8000].enumerated().map { $1 / ($0 == 2 ? 4000 : is24 ? 16_777_215 : 65535) }
        for (lead, (values, step)) in zip([Lead.i, .ii, .v1], zip(expected, steps)) {
            #expect(signal[lead].count == 8)
            for (count, value) in zip(signal[lead], values) {
                #expect(abs(Double(count) * scale - value) <= step / 2, "\(lead)")
            }
        }
        #expect(signal.samplingRate == 4)
        #expect(recording.remarks.contains { $0.contains("2 annotations") } == !variant.isEmpty)
        #expect(recording.remarks.contains("One channel beyond the standard twelve leads is left out."))
    }

    @Test("has the unit of its header, never a guessed one")
    func units() throws {
        let expectations: [(String, Double?)] = [
            ("uV", 1), ("µV", 1), ("mV", 1000), ("V", nil), ("nV", 0.001), ("", nil), ("%", nil),
        ]
        for (unit, expected) in expectations {
            var file = EDFFile.plain
            for index in file.signals.indices { file.signals[index].unit = unit }
            let bytes = unit == "µV" ? Self.latin1(file.data) : file.data
            let recording = try EDFReader.read(bytes)
            #expect(recording.signal.microvoltsPerCount == expected, "\(unit)")
            #expect(recording.signal[.i] == [0, 1, 2, 3])
            #expect(recording.remarks.count == (expected == nil ? 1 : 0))
        }
        var flat = EDFFile.plain
        for index in flat.signals.indices { flat.signals[index].physicalMaximum = "-32768" }
        #expect(try EDFReader.read(flat.data).signal.microvoltsPerCount == nil)
    }

    @Test("counts from the zero that its ranges imply")
    func zeros() throws {
        var file = EDFFile.plain
        for index in file.signals.indices {
            file.signals[index].physicalMinimum = "0"
            file.signals[index].physicalMaximum = "6553.5"
        }
        let offset = try EDFReader.read(file.data).signal
        #expect(offset.microvoltsPerCount == 0.1)
        #expect(offset[.i] == [32768, 32769, 32770, 32771])
        for index in file.signals.indices {
            file.signals[index].physicalMinimum = "5000"
            file.signals[index].physicalMaximum = "-5000"
        }
        let inverted = try EDFReader.read(file.data).signal
        #expect(inverted.microvoltsPerCount == 10000.0 / 65535)
        #expect(inverted[.i] == [-0.5, -1.5, -2.5, -3.5])
    }

    @Test("without a count of its records is taken whole, and one that is longer up to its count")
    func recordCounts() throws {
        var file = EDFFile.plain
        file.recordCount = "-1"
        let open = try EDFReader.read(file.data)
        #expect(open.signal[.i] == [0, 1, 2, 3])
        #expect(open.remarks.count == 1)
        file.recordCount = "1"
        #expect(try EDFReader.read(file.data).signal[.i] == [0, 1])
        file.recordCount = "2"
        let longer = try EDFReader.read(file.data + Data(count: 3))
        #expect(longer.signal[.i] == [0, 1, 2, 3])
        #expect(longer.remarks == ["The file is longer than its data records; the rest is left out."])
    }

    @Test("with samples beyond the range that it states says how many")
    func beyondRange() throws {
        var file = EDFFile.plain
        file.signals[0].digitalMinimum = "1"
        file.signals[0].digitalMaximum = "2"
        file.signals[0].physicalMinimum = "1"
        file.signals[0].physicalMaximum = "2"
        let recording = try EDFReader.read(file.data)
        #expect(recording.signal[.i] == [0, 1, 2, 3])
        #expect(recording.remarks == ["Lead I has 2 samples beyond the range that the header states."])
    }

    /// The micro sign as one byte and a blank instead of two bytes.
    private static func latin1(_ data: Data) -> Data {
        var bytes = [UInt8](data)
        for index in bytes.indices.dropLast(2) where Array(bytes[index...(index + 2)]) == [0xC2, 0xB5, 0x56] {
            bytes.replaceSubrange(index...(index + 2), with: [0xB5, 0x56, 0x20])
        }
        return Data(bytes)
    }
}
