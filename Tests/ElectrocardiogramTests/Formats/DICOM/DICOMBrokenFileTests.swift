import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A DICOM file that cannot be read")
struct DICOMBrokenFileTests {
    private func error(_ bytes: Data) -> RecordingError? {
        do throws(RecordingError) {
            _ = try DICOMReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "and breaks off at any byte is refused",
        arguments: [(true, false), (true, true), (false, false), (false, true)]
    )
    func cutShort(isExplicit: Bool, usesUndefinedLengths: Bool) {
        var object = DICOMObject()
        object.bytes = DICOMBytes(isExplicit: isExplicit, usesUndefinedLengths: usesUndefinedLengths)
        let whole = object.data
        for length in 0..<whole.count { #expect(error(whole.prefix(length)) != nil, "at \(length)") }
    }

    @Test("and has any byte made wrong is refused or read, never a crash", arguments: [true, false])
    func wrongBytes(isExplicit: Bool) {
        var object = DICOMObject()
        object.bytes = DICOMBytes(isExplicit: isExplicit)
        object.groups[0].channels = Array(DICOMObject.Group.eight.prefix(2))
        let whole = object.data
        for index in 132..<whole.count {
            for change: UInt8 in [0x80, 0xFF] {
                var bytes = whole
                bytes[index] ^= change
                _ = error(bytes)
            }
        }
    }

    @Test("and is empty, too large or foreign is refused")
    func foreign() {
        #expect(error(Data()) == .empty)
        #expect(error(Data(count: RecordingReader.maximumBytes + 1))?.code == "too-large")
        #expect(error(Data("hello, this is no ECG".utf8)) != nil)
        #expect(error(Data(count: 128) + Data("DICM".utf8)) != nil)
    }

    @Test(
        "and has another transfer syntax is refused by its name",
        arguments: [
            ("1.2.840.10008.1.2.1.99", "Deflated"), ("1.2.840.10008.1.2.2", "Big Endian"),
            ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.50"), ("Secret", "of unknown name"),
        ]
    )
    func syntax(name: String, shown: String) {
        let object = DICOMObject()
        let failure = error(object.bytes.file(object.body, syntax: name))
        #expect(failure?.description.contains(shown) == true)
        #expect(failure?.description.contains("(0002,0010)") == true)
    }

    @Test("and is another kind of object is refused by its class")
    func otherClass() {
        var object = DICOMObject()
        object.objectClass = "1.2.840.10008.5.1.4.1.1.104.1"
        #expect(error(object.data)?.description.contains("1.2.840.10008.5.1.4.1.1.104.1") == true)
    }

    @Test("and nests without end, or holds endless elements, is refused")
    func bombs() {
        var object = DICOMObject()
        var nested: [UInt8] = []
        for _ in 0..<40 { nested = object.bytes.sequence(0x0040, 0xA168, [nested]) }
        object.middle = nested
        #expect(error(object.data)?.code == "limit-exceeded")
        object.middle = (0..<100_001).flatMap { object.bytes.text(0x0011 + $0 >> 16 * 2, $0 & 0xFFFF, "LO", "") }
        #expect(error(object.data)?.code == "limit-exceeded")
    }

    @Test("and opens items without end is refused in time")
    func openItems() {
        let open = DICOMBytes(usesUndefinedLengths: true).sequence(0x0040, 0xA168, []).prefix(12)
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let bytes = DICOMBytes().file((0..<10_000).flatMap { _ in Array(open) + item })
        #expect(error(bytes)?.code == "limit-exceeded")
    }

    @Test("and has an unusable group is refused with the element", arguments: DICOMBrokenFileTests.groups)
    func group(change: Change) {
        var object = DICOMObject()
        change.apply(&object.groups[0])
        let failure = error(object.data)
        #expect(failure?.description.contains(change.reason) == true, "\(change.name): \(String(describing: failure))")
    }

    /// One thing made wrong, and words of the error that it must give.
    struct Change: Sendable {
        let name: String
        let reason: String
        let apply: @Sendable (inout DICOMObject.Group) -> Void
    }

    static let groups: [Change] = [
        Change(name: "no rate", reason: "(003A,001A)") { $0.rate = "" },
        Change(name: "fraction", reason: "(003A,001A)") { $0.rate = "499.5" },
        Change(name: "words", reason: "no decimal number") { $0.rate = "nan" },
        Change(name: "huge rate", reason: "(003A,001A)") { $0.rate = "1E300" },
        Change(name: "derived", reason: "not derived") { $0.originality = "DERIVED" },
        Change(name: "channel count", reason: "(003A,0005)") { $0.channelCount = 9 },
        Change(name: "no samples", reason: "(003A,0005)") { $0.sampleCount = 0 },
        Change(name: "more samples", reason: "(5400,1010)") { $0.sampleCount = 4 },
        Change(name: "huge samples", reason: "exceeds the limit") { $0.sampleCount = 0xFFFF_FFFE },
        Change(name: "many channels", reason: "exceeds the limit") { group in
            group.channels = (0..<33).map { .init(code: ("\($0)", "99LOCAL", "")) }
        },
        Change(name: "mu-law", reason: "(5400,1006)") { $0.interpretation = "MB" },
        Change(name: "other width", reason: "(5400,1004)") { $0.interpretation = "SB" },
        Change(name: "data missing", reason: "(5400,1010)") { $0.data = [] },
        Change(name: "data odd", reason: "(5400,1010)") { $0.data = [UInt8](repeating: 0, count: 50) },
        Change(name: "padding short", reason: "(5400,100A)") { group in
            group.padding = [1, 2]
            group.interpretation = "SL"
            group.bitsAllocated = 32
        },
        Change(name: "lead twice", reason: "a lead twice") { $0.channels[1].code = ("2:1", "MDC", "") },
        Change(name: "two names", reason: "code and a name that differ") {
            $0.channels[0].code = ("2:1", "MDC", "Lead II")
        },
        Change(name: "no standard lead", reason: "every standard lead") {
            $0.channels = [.init(code: ("2:9", "MDC", ""))]
        },
        Change(name: "skew", reason: "different times") { $0.channels[1].skew = "1" },
        Change(name: "bits", reason: "(003A,021A)") { $0.channels[1].bitsStored = 17 },
        Change(name: "no bits", reason: "(003A,021A)") { $0.channels[1].bitsStored = 0 },
        Change(name: "sensitivity", reason: "(003A,0210)") { $0.channels[1].sensitivity = "0x10" },
        Change(name: "baseline", reason: "(003A,0213)") { group in
            group.channels[1].baseline = "5"
            group.channels[1].unit = nil
        },
    ]

    @Test("never shows the patient in its error")
    func privacy() {
        var object = DICOMObject()
        object.middle =
            object.bytes.text(0x0010, 0x0010, "PN", "SECRET") + object.bytes.text(0x0010, 0x0020, "LO", "SECRET")
        object.groups = []
        #expect(error(object.data)?.description.contains("SECRET") == false)
    }
}
