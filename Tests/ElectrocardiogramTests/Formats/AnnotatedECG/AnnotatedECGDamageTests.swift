import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A damaged annotated ECG")
struct AnnotatedECGDamageTests {
    @Test("that breaks off at any byte is refused")
    func cutOff() {
        DamagedBytes.cutOff(AnnotatedECGText().data, step: 3) { try AnnotatedECGReader.read($0) }
    }

    @Test("with changed bytes gives a recording or an error, and never crashes", arguments: [1, 2])
    func changed(seed: UInt64) {
        var text = AnnotatedECGText()
        text.annotations = AnnotatedECGText.annotationSet(
            AnnotatedECGText.quantity("MDC_ECG_TIME_PD_QTc", "410", "ms"),
            AnnotatedECGText.annotation("MDC_ECG_INTERPRETATION", "<value>Sinus rhythm</value>")
        )
        DamagedBytes.changed(text.data, times: 300, seed: seed) { try AnnotatedECGReader.read($0) }
    }

    @Test("that is empty, foreign, too large or full of endless fields is refused")
    func bounds() {
        #expect(error(Data()) == .empty)
        #expect(error(Data("<Other/>".utf8)) == .unrecognised)
        #expect(error(Data("<Other><AnnotatedECG/></Other>".utf8)) == .unrecognised)
        #expect(error(Data(count: RecordingReader.maximumBytes + 1))?.code == "too-large")
        #expect(error(Data("<AnnotatedECG/>".utf8))?.code == "part-missing")
        let long = String(repeating: "9", count: MarkupElement.maximumFieldBytes + 1)
        var text = AnnotatedECGText()
        text.subject = "<id extension=\"\(long)\"/>"
        #expect(error(text.data)?.code == "limit-exceeded")
        text.subject = "<subjectDemographicPerson><name>\(long)</name></subjectDemographicPerson>"
        #expect(error(text.data)?.code == "limit-exceeded")
        text = AnnotatedECGText()
        text.annotations = AnnotatedECGText.annotationSet(
            String(repeating: AnnotatedECGText.annotation("MDC_ECG_INTERPRETATION", "<value>A</value>"), count: 1001)
        )
        #expect(error(text.data)?.code == "limit-exceeded")
    }

    private func error(_ bytes: Data) -> RecordingError? {
        do throws(RecordingError) {
            _ = try AnnotatedECGReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }
}
