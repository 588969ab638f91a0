import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A damaged Philips file")
struct PhilipsDamageTests {
    @Test("that breaks off anywhere is refused")
    func cutOff() {
        var text = PhilipsText()
        text.samples = PhilipsText.leads(count: 20)
        text.attributes = PhilipsText.attributes(duration: "40")
        DamagedBytes.cutOff(text.data, step: 3) { try PhilipsXMLReader.read($0) }
    }

    @Test("with changed bytes gives a recording or an error, and never crashes", arguments: [1, 2])
    func changed(seed: UInt64) {
        var text = PhilipsText()
        text.samples = PhilipsText.leads(count: 50)
        text.attributes = PhilipsText.attributes(duration: "100")
        DamagedBytes.changed(text.data, times: 300, seed: seed) { try PhilipsXMLReader.read($0) }
    }

    @Test("with changed bytes in the compressed waveform gives as many samples as stated or an error")
    func changedCodes() {
        let whole = XLIWriter.encode(PhilipsText.leads(count: 100))
        var random = SplitMix(state: 4)
        for _ in 0..<300 {
            var bytes = whole
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let place = TextPlace(line: 1, column: 1)
            let leads = try? XLIDecoder.decode(bytes, leads: 12, samples: 100, place: place)
            #expect(leads?.allSatisfy { $0.count == 100 } ?? true)
        }
    }

    @Test("whose compressed waveform breaks off at any byte is refused, with the byte")
    func cutCodes() {
        let whole = XLIWriter.encode(PhilipsText.leads(count: 100))
        for length in stride(from: 0, to: whole.count - 3, by: 5) {
            let failure = error { $0.encoded = PhilipsText.base64(Array(whole.prefix(length))) }
            #expect(failure != nil, "cut off at \(length)")
        }
        let chunk = XLIWriter.chunk([Int](repeating: 0, count: 500))
        let failure = error { $0.encoded = PhilipsText.base64(chunk + chunk.prefix(40)) }
        #expect(failure?.description.contains("lead 2 of 12 (byte \(chunk.count)") == true)
    }

    @Test(
        "with a wrong head of a chunk, or values beyond 16 bits, is refused",
        arguments: [
            ([0, 0, 0, 0], "longer than the data"), ([255, 255, 255, 255], "longer than the data"),
            ([255, 255, 255, 127], "longer than the data"), ([1, 0, 0, 0], "fewer samples"),
        ]
    )
    func heads(length: [UInt8], reason: String) {
        let whole = XLIWriter.encode(PhilipsText.leads(count: 500))
        let failure = error { $0.encoded = PhilipsText.base64(length + whole.dropFirst(4)) }
        #expect(failure?.description.contains(reason) == true, "\(String(describing: failure))")
        let steep = XLIWriter.chunk([0, 20_000] + [Int](repeating: 40_000, count: 498))
        let beyond = error { $0.encoded = PhilipsText.base64(steep + whole) }
        #expect(beyond?.description.contains("range of 16 bits") == true)
    }

    @Test(
        "whose waveform is not as the file states is refused",
        arguments: [
            PhilipsText.attributes(duration: "998"), PhilipsText.attributes(duration: "1002"),
            PhilipsText.attributes(duration: "2"), PhilipsText.attributes(duration: "0"),
            PhilipsText.attributes(duration: "-1000"), PhilipsText.attributes(duration: "1001"),
            PhilipsText.attributes(duration: "600000"), PhilipsText.attributes(duration: "99999999999999999999"),
            PhilipsText.attributes(encoding: "Plain"), PhilipsText.attributes(encoding: ""),
            PhilipsText.attributes(compression: "compression=\"Huffman\""),
            PhilipsText.attributes(compression: "compressflag=\"True\""),
            PhilipsText.attributes(compression: "compression=\"Uncompressed\""),
            PhilipsText.attributes(labels: PhilipsText.twelve + " V7"), PhilipsText.attributes(labels: ""),
            PhilipsText.attributes(labels: "II I III aVR aVL aVF V1 V2 V3 V4 V5 V6"),
            PhilipsText.attributes(labels: "I II III aVR aVL aVF V1 V1 V3 V4 V5 V6"),
            PhilipsText.attributes(more: "bitspersample=\"12\""),
            PhilipsText.attributes(more: "signalsigned=\"False\""),
            PhilipsText.attributes(more: "signaloffset=\"512\""),
            PhilipsText.attributes(more: "signaloffset=\"-2147483648\""),
            PhilipsText.attributes(more: "samplespersecond=\"0\""),
            PhilipsText.attributes(more: "samplespersecond=\"1e30\""),
        ]
    )
    func waveform(attributes: String) {
        let failure = error { $0.attributes = attributes }
        #expect(failure?.code == "part-unusable", "\(String(describing: failure))")
    }

    @Test("that is empty, foreign, of another version or beyond the bounds is refused")
    func bounds() {
        #expect(error(Data()) == .empty)
        #expect(error(Data("<Other/>".utf8)) == .unrecognised)
        #expect(error(Data(count: RecordingReader.maximumBytes + 1))?.code == "too-large")
        #expect(error(Data("<restingecgdata/>".utf8))?.code == "part-missing")
        #expect(error { $0.version = "2.0" }?.description.contains("neither 1.03 nor 1.04") == true)
        let labels = (0..<33).map { "X\($0)" }.joined(separator: " ")
        #expect(error { $0.attributes = PhilipsText.attributes(labels: labels) }?.code == "limit-exceeded")
        #expect(error { $0.attributes = PhilipsText.attributes(duration: "600001") }?.code == "limit-exceeded")
        let long = String(repeating: "9", count: MarkupElement.maximumFieldBytes + 1)
        #expect(error { $0.patient = "<patientid>\(long)</patientid>" }?.code == "limit-exceeded")
        let fast = PhilipsText.attributes(duration: "600000", more: "samplespersecond=\"100000\"")
        #expect(error { $0.attributes = fast }?.code == "limit-exceeded")
        let statements = String(repeating: "<statement><leftstatement>A</leftstatement></statement>", count: 1001)
        #expect(
            error { $0.interpretations = "<interpretation>\(statements)</interpretation>" }?.code == "limit-exceeded"
        )
    }

    private func error(_ change: (inout PhilipsText) -> Void) -> RecordingError? {
        var text = PhilipsText()
        change(&text)
        return error(text.data)
    }

    private func error(_ bytes: Data) -> RecordingError? {
        do throws(RecordingError) {
            _ = try PhilipsXMLReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }
}
