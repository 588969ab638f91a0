import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An SCP-ECG record that cannot be read")
struct SCPBrokenFileTests {
    private func error(_ bytes: Data) -> RecordingError? {
        do throws(RecordingError) {
            _ = try SCPReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("and breaks off at any byte is refused")
    func cutShort() {
        let whole = SCPBeatRecording(fiducials: [60], types: [0]).bytes.data
        for length in 0..<whole.count { #expect(error(whole.prefix(length)) != nil, "at \(length)") }
    }

    @Test("and is empty, too large or foreign is refused")
    func foreign() {
        #expect(error(Data()) == .empty)
        #expect(error(Data(count: RecordingReader.maximumBytes + 1))?.code == "too-large")
        #expect(error(Data("hello, this is no ECG at all, really".utf8)) != nil)
        #expect(error(Data(count: 600)) != nil)
    }

    @Test("and has a wrong checksum is refused by the section", arguments: [0, 1, 2, 3, 6])
    func checksum(number: Int) {
        var whole = [UInt8](SCPRecording().data)
        var position = 6
        // The sections follow one another, each with its number and length.
        while Int(whole[position + 2]) != number {
            position += (0..<4).reduce(0) { $0 | Int(whole[position + 4 + $1]) << (8 * $1) }
        }
        whole[position] ^= 1
        let failure = error(SCPBytes.record(Array(whole[6...])))
        #expect(failure?.description.contains("section \(number) at byte \(position) does not match") == true)
        #expect(error(Data(whole))?.description.contains("record does not match its checksum") == true)
    }

    /// With checksums made right again, every byte of every section is made wrong.
    @Test("and has any byte made wrong under right checksums is refused or read, never a crash")
    func wrongBytes() {
        var source = SCPBeatRecording(fiducials: [60], types: [0])
        source.count = 100
        let bytes = source.bytes
        for (number, body) in bytes.sections {
            for index in stride(from: 0, to: body.count, by: number == 5 || number == 6 ? 7 : 1) {
                for value: UInt8 in [0, 0x7F, 0xFF] {
                    var changed = bytes
                    changed.sections[number]?[index] = value
                    _ = error(changed.data)
                }
            }
        }
    }

    @Test("and points outside the record, or twice to a section, is refused")
    func pointers() {
        let whole = [UInt8](SCPRecording().data)
        let pointers = Array(whole[22..<142])
        for index in pointers.indices {
            for value: UInt8 in [0x7F, 0xFF] {
                var changed = pointers
                changed[index] = value
                let section = SCPBytes().section(0, changed)
                _ = error(SCPBytes.record(section + whole[142...]))
            }
        }
        var twice = pointers
        twice[20] = 1
        let failure = error(SCPBytes.record(SCPBytes().section(0, twice) + whole[142...]))
        #expect(failure?.description.contains("section 1") == true)
    }

    @Test("and lacks a section is refused by its number", arguments: [1, 3, 4, 5, 6])
    func missing(number: Int) {
        var bytes = SCPBeatRecording().bytes
        bytes.sections[number] = nil
        #expect(error(bytes.data)?.description.contains("section \(number)") == true)
    }

    /// One section made wrong, and words of the error that it must give.
    struct Change: Sendable {
        let section: Int
        let body: [UInt8]
        let reason: String
    }

    static let changes: [Change] = [
        Change(section: 1, body: [2, 9, 0, 65], reason: "tag 2"),
        Change(section: 2, body: [0, 0], reason: "no Huffman table"),
        Change(section: 2, body: [1, 0, 2, 0], reason: "cut short"),
        Change(section: 2, body: [1, 0, 0xFF, 0xFF], reason: "exceeds the limit"),
        Change(section: 2, body: [1, 0, 1, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0], reason: "impossible length"),
        Change(section: 2, body: [1, 0, 1, 0, 4, 3, 1, 0, 0, 0, 0, 0, 0], reason: "impossible length"),
        Change(section: 2, body: [1, 0, 1, 0, 1, 1, 0, 2, 0, 0, 0, 0, 0], reason: "table that is not there"),
        Change(section: 2, body: [1, 0, 1, 0, 1, 9, 1, 2, 0, 0, 0, 0, 0], reason: "bits of its own"),
        Change(
            section: 2,
            body: [1, 0, 2, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 1, 0, 0, 0, 0, 0, 0],
            reason: "beginning of another"
        ),
        // A table that switches to itself for ever.
        Change(section: 2, body: [1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0], reason: "section 6"),
        Change(section: 3, body: [0, 4], reason: "no lead"),
        Change(section: 3, body: [33, 4], reason: "exceeds the limit"),
        Change(section: 3, body: SCPBytes.leads([(1, 1, 40), (1, 1, 40)]), reason: "a lead twice"),
        Change(section: 3, body: SCPBytes.leads([(1, 1, 40), (2, 2, 40)]), reason: "different times"),
        Change(section: 3, body: SCPBytes.leads([(1, 0, 40)]), reason: "without samples"),
        Change(section: 3, body: SCPBytes.leads([(1, 9, 8)]), reason: "without samples"),
        Change(section: 3, body: SCPBytes.leads([(1, 1, 0xFFFF_FFFF)]), reason: "exceeds the limit"),
        Change(section: 3, body: SCPBytes.leads([(1, 1, 300_000)]), reason: "fewer bits than samples"),
        Change(section: 3, body: SCPBytes.leads([(9, 1, 40)]), reason: "every standard lead"),
        Change(section: 6, body: SCPBytes.samples([], interval: 0), reason: "no interval"),
        Change(section: 6, body: SCPBytes.samples([], differences: 3), reason: "unknown order"),
        Change(section: 6, body: SCPBytes.samples([[1, 2]]), reason: "section 6"),
        Change(section: 6, body: SCPBytes.samples([], interval: 7001) + [0, 0], reason: "section 6"),
        Change(
            section: 6,
            body: SCPBytes.samples([[UInt8]](repeating: [0, 0, 0, 0, 0], count: 8), interval: 7001),
            reason: "no whole rate"
        ),
        Change(
            section: 6,
            body: SCPBytes.samples([[UInt8]](repeating: [0, 0, 0, 0, 0xFF], count: 8)),
            reason: "unknown code"
        ),
        Change(section: 7, body: [1, 0, 0, 0, 0, 0], reason: "section 7"),
        Change(section: 8, body: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 9, 0], reason: "within a statement"),
    ]

    @Test("and has an unusable section is refused with its number", arguments: SCPBrokenFileTests.changes)
    func section(change: Change) {
        var bytes = SCPRecording().bytes
        bytes.sections[change.section] = change.body
        let failure = error(bytes.data)
        #expect(failure?.description.contains(change.reason) == true, "\(String(describing: failure))")
    }

    @Test("and subtracts beats over each other, or at impossible rates, is refused")
    func beats() {
        var source = SCPBeatRecording(factor: 4)
        source.fiducials = (60..<80).map { $0 }
        source.types = [Int](repeating: 0, count: 20)
        #expect(error(source.bytes.data)?.description.contains("overlap or are out of order") == true)
        source.factor = 1
        #expect(error(source.bytes.data)?.description.contains("over each other") == true)
        var bytes = SCPBeatRecording(factor: 4).bytes
        bytes.sections[5]?[2] = 0x39
        #expect(error(bytes.data)?.description.contains("interval") == true)
        bytes = SCPBeatRecording(factor: 1).bytes
        bytes.sections[5]?[0] = 0
        bytes.sections[5]?[1] = 0
        #expect(error(bytes.data)?.description.contains("amplitude unit") == true)
    }

    @Test("never shows the patient in its error")
    func privacy() {
        var bytes = SCPRecording().bytes
        bytes.sections[1] = SCPBytes.text(0, "SECRET") + SCPBytes.text(2, "SECRET") + SCPBytes.field(255, [])
        bytes.sections[6] = nil
        #expect(error(bytes.data)?.description.contains("SECRET") == false)
    }
}
