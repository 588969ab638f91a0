import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The sequences of an annotated ECG")
struct AnnotatedECGSequenceTests {
    private typealias Text = AnnotatedECGText

    @Test(
        "have the rate that their increment gives",
        arguments: [
            ("0.002", "s", 500), ("1", "ms", 1000), ("4000", "us", 250), ("0.00390625", "s", 256),
            ("0.00333333", "s", 300),
        ]
    )
    func rate(value: String, unit: String, expected: Int) throws {
        let time = Text.time(increment: "value=\"\(value)\" unit=\"\(unit)\"")
        #expect(try read([Text.set(time: time)]).signal.samplingRate == expected)
    }

    @Test(
        "without a usable increment are refused",
        arguments: [
            "value=\"0.002\"", "value=\"0.002\" unit=\"h\"", "value=\"0\" unit=\"s\"", "value=\"-0.002\" unit=\"s\"",
            "value=\"0.003\" unit=\"s\"", "value=\"nan\" unit=\"s\"", "value=\"1e-30\" unit=\"s\"", "unit=\"s\"",
            "value=\"0.0012\" unit=\"s\"", "value=\"1e300\" unit=\"s\"",
        ]
    )
    func noIncrement(attributes: String) {
        #expect(error([Text.set(time: Text.time(increment: attributes))])?.code == "part-unusable")
    }

    @Test("may have a list of equally spaced times")
    func timeList() throws {
        let list = { (points: String) in
            Text.sequence(
                "TIME_RELATIVE",
                "<value xsi:type=\"SLIST_PQ\"><origin value=\"0\" unit=\"s\"/><scale value=\"1\" unit=\"ms\"/>"
                    + "<digits>\(points)</digits></value>"
            )
        }
        #expect(try read([Text.set(time: list("0 4 8"))]).signal.samplingRate == 250)
        #expect(error([Text.set(time: list("0 4 9"))])?.description.contains("unequally spaced") == true)
        #expect(error([Text.set(time: list("0 4 8 12"))])?.description.contains("another length") == true)
        #expect(error([Text.set(time: list("7"))])?.description.contains("neither") == true)
        #expect(error([Text.set(time: list("8 4 0"))])?.code == "part-unusable")
    }

    @Test("of different increments are refused with the reason, in one set or in two")
    func increments() {
        let slow = Text.time(increment: "value=\"4\" unit=\"ms\"", code: "TIME_RELATIVE")
        let inOne = error([Text.set(time: Text.time() + slow)])
        #expect(inOne?.description.contains("different increments") == true)
        let half = Text.names.prefix(4).map { Text.lead($0, [1, 2]) }
        let rest = Text.names.suffix(4).map { Text.lead($0, [1, 2]) }
        let inTwo = error([Text.set(leads: half), Text.set(time: slow, leads: rest)])
        #expect(inTwo?.description.contains("another increment") == true)
    }

    @Test("in sets that follow each other are joined, and in sets of one time too")
    func chunks() throws {
        let set = { (head: String, first: Int, names: [String]) in
            Text.set(
                time: Text.time(head: "<head value=\"\(head)\"/>"),
                leads: names.map { Text.lead($0, [first, first + 1]) }
            )
        }
        let following = try read([
            set("20231231235959.998", 1, Text.names), set("20240101000000.002", 3, Text.names),
        ])
        #expect(following.signal[.v6] == [1, 2, 3, 4])
        let together = try read([
            set("20240101000000", 1, ["I", "II"]), set("20240101000000.000", 3, ["V1", "V2", "V3", "V4", "V5", "V6"]),
        ])
        #expect(together.signal.leads.map { $0[0] } == [1, 1, 0, -1, 0.5, 0.5, 3, 3, 3, 3, 3, 3])
    }

    @Test("of other leads at another time are left out, with their number")
    func otherSets() throws {
        let later = Text.time(head: "<head value=\"20300101000000\"/>")
        let right = Text.set(time: later, leads: ["V3R", "V4R"].map { Text.lead($0, [1, 2]) })
        for sets in [[right, Text.set()], [Text.set(), right]] {
            let recording = try read(sets)
            #expect(recording.signal == (try read([Text.set()])).signal)
            #expect(recording.remarks == ["Leads beyond the standard twelve are left out: 2."])
        }
    }

    @Test(
        "in sets with a gap, an overlap or leads one after the other are refused",
        arguments: [
            ("20240101000001", ["I", "II"], "gap"), ("20240101000000", ["I", "II"], "gap"),
            ("20240101000000.004", ["V1", "V2"], "another time"), ("20240101000000.004", ["II", "V2"], "some leads"),
            ("nonsense", ["I", "II"], "when it begins"), ("2024", ["I", "II"], "when it begins"),
        ]
    )
    func apart(head: String, names: [String], reason: String) {
        let first = Text.set(
            time: Text.time(head: "<head value=\"20240101000000\"/>"),
            leads: ["I", "II"].map { Text.lead($0, [1, 2]) }
        )
        let second = Text.set(
            time: Text.time(head: "<head value=\"\(head)\"/>"),
            leads: names.map { Text.lead($0, [1, 2]) }
        )
        #expect(error([first, second])?.description.contains(reason) == true)
    }

    @Test(
        "with unusable digits are refused with the lead and the line",
        arguments: ["", "   ", "1 2.5", "1 x", "1 - 2", "1-2", "--1", "1 99999999999999999999", "16777217", "NaN"]
    )
    func digits(written: String) {
        let failure = error([Text.set(leads: [Text.lead("V3", [], written: written)])])
        #expect(failure?.description.contains("lead V3") == true, "\(String(describing: failure))")
        #expect(failure?.place?.line == 9)
    }

    @Test("may be written with signs, line ends and comments between them")
    func written() throws {
        let lead = Text.lead("I", [], written: "\n\t+1 -2\r\n<!-- - -->003 ")
        #expect(try read([Text.set(leads: [lead])]).signal[.i] == [1, -2, 3])
    }

    @Test("with a lead twice, none, none of the standard ones, or no time are refused")
    func noLeads() {
        for sets in [
            [Text.set(leads: [Text.lead("I", [1]), Text.lead("I", [1])])], [], [Text.set(leads: [])],
            [Text.set(leads: [Text.lead("V7", [1])])], [Text.set(time: "")],
            [Text.set(leads: [Text.sequence("MDC_ECG_LEAD_I", "<value/>")])],
            [Text.set(leads: [Text.sequence("MDC_ECG_LEAD_I", "")])],
        ] { #expect(error(sets) != nil) }
    }

    @Test("that are too many or too long are refused")
    func limits() {
        let many = (0..<33).map { Text.lead("X\($0)", [1]) }
        let sets = [String](repeating: "<component><sequenceSet/></component>", count: 601)
        let slow = Text.time(increment: "value=\"1\" unit=\"s\"")
        let long = Text.lead("I", [Int](repeating: 1, count: 601))
        for sets in [[Text.set(leads: many)], sets, [Text.set(time: slow, leads: [long])]] {
            #expect(error(sets)?.code == "limit-exceeded")
        }
    }

    @Test("that differ in length end with the shortest, with a remark")
    func lengths() throws {
        let recording = try read([Text.set(leads: [Text.lead("I", [1, 2, 3]), Text.lead("II", [4, 5])])])
        #expect(recording.signal.leads.prefix(3) == [[1, 2], [4, 5], [3, 3]])
        #expect(recording.remarks.contains { $0.contains("differ in length") })
    }

    @Test("with an origin beyond any converter are refused")
    func origin() {
        let lead = Text.lead("I", [1], origin: "<origin value=\"1e30\" unit=\"V\"/>")
        #expect(error([Text.set(leads: [lead])])?.description.contains("more than 24 bits") == true)
    }

    private func read(_ sets: [String]) throws -> Recording {
        var text = AnnotatedECGText()
        text.sets = sets
        return try AnnotatedECGReader.read(text.data)
    }

    private func error(_ sets: [String]) -> RecordingError? {
        do {
            _ = try read(sets)
            return nil
        } catch { return error as? RecordingError }
    }
}
