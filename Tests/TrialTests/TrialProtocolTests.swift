import Biostatistics
import Crypto
import Foundation
import Testing

@testable import Trial

@Suite("Protocols")
struct TrialProtocolTests {
    func shipped() throws -> TrialProtocol {
        let id = try #require(TrialID(rawValue: "discovery-shd"))
        return try #require(try TrialProtocol.shipped(id))
    }

    @Test("the shipped protocol reads as it is written")
    func discovery() throws {
        let discovery = try shipped()
        #expect(TrialProtocol.shippedIDs.map(\.rawValue) == ["covid-critical-illness", "discovery-shd"])
        #expect(discovery.id.rawValue == "discovery-shd" && discovery.version == 1)
        #expect(discovery.sites.map(\.timeZone.identifier) == ["America/New_York", "America/Los_Angeles"])
        #expect(discovery.sampling.quotas == [.low: 17, .mid: 50, .high: 33])
        #expect(discovery.sampling.places == [.low: 26, .mid: 75, .high: 50])
        #expect(discovery.tiers.map(\.recruited) == [false, true, true, true])
        #expect(discovery.enrollingCutPointSet.status == .exploratory)
        #expect(discovery.outcomeDefinition == OutcomeDefinition(missingFieldRule: .absentIsNegative))
        #expect(discovery.analysisPlan.interval == .wilson && discovery.analysisPlan.primaryOutcome == .shd)
        #expect(!discovery.blinding.maySeeScoreAndTier(.coordinator))
    }

    @Test("the hash is that of the text")
    func hash() throws {
        let discovery = try shipped()
        let digest = SHA256.hash(data: Data(discovery.source.utf8))
        #expect(discovery.sha256 == digest.map { String(format: "%02x", $0) }.joined())
    }

    @Test("an unknown id is no protocol")
    func unknown() throws {
        let id = try #require(TrialID(rawValue: "none"))
        #expect(try TrialProtocol.shipped(id) == nil)
    }

    /// Text to replace in the shipped protocol, its replacement, the line's beginning that must be blamed, part of the message.
    @Test(
        "a fault is found at its line",
        arguments: [
            ("  drawnPerPlace: 1.5", "  drawnPerPlace: 0.5", "from 1.0 to 20.0"),
            ("  drawnPerPlace: 1.5", "  drawnPerPlaces: 1.5", "did you mean `drawnPerPlace`?"),
            ("    low: { quota: 17 }", "    low: { quota: 0 }", "whole number from 1"),
            ("    low: { quota: 17 }", "    very-low: { quota: 17 }", "not recruited"),
            ("    cutPoints: [0.05, 0.20, 0.50]", "    cutPoints: [0.05, 0.20]", "4 tiers need 3 cut points"),
            ("    cutPoints: [0.05, 0.20, 0.50]", "    cutPoints: [0.05, 0.50, 0.20]", "above the cut point before"),
            ("    cutPoints: [0.05, 0.20, 0.50]", "    cutPoints: [0.05, .nan, 0.20]", "must be a number"),
            ("    tiers: [very-low, low, mid, high]", "    tiers: [low, very-low, mid, high]", "order of the scale"),
            ("    timeZone: America/New_York", "    timeZone: America/New_Yrok", "IANA"),
            ("    timeZone: America/New_York", "    timeZone: EST5", "IANA"),
            ("  - code: CSMC", "  - code: NYP", "declared twice"),
            ("  cutPointSet: shd-simulated-1", "  cutPointSet: shd-simulated-2", "did you mean `shd-simulated-1`?"),
            ("    model: shd-simulated", "    model: shd-simulatd", "neither the index test"),
            ("  unblindedRoles: [statistician, data_manager]", "  unblindedRoles: [coordinator]", "never see"),
            ("  ecgToEchoDays: { onTime: 270, latest: 455 }", "  ecgToEchoDays: { onTime: 270, latest: 269 }", "below"),
            ("    - { outcome: lvef_lte_45, atMost: 45 }", "    - { outcome: lvef_lte_45, atMost: 50 }", "atMost: 45"),
            ("    - { outcome: tr_max_gte_32, atLeast: 3.2 }", "    - { outcome: shd, atLeast: 1 }", "composite"),
            ("  missingFieldRule: absent-is-negative", "  missingFieldRule: absent", "incomplete-is-unknown"),
            ("      age: { atLeast: 18 }", "      age: { atLeast: 18, atMost: 17 }", "not above atMost"),
            ("      priorEchoWithin: { years: 3 }", "      priorEchoWithin: { years: 3, days: 1 }", "either"),
            ("version: 1", "version: one", "whole number"),
            ("readingPlan: single", "readingPlan: double", "must be one of: single"),
        ]
    )
    func fault(original: String, replacement: String, message: String) throws {
        var lines = try shipped().source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let index = try #require(lines.firstIndex { $0.hasPrefix(original) })
        lines[index] = replacement + lines[index].dropFirst(original.count)
        let error = #expect(throws: ProtocolErrors.self) {
            try TrialProtocol.parse(yaml: lines.joined(separator: "\n"))
        }
        let blamed = error?.faults.first { $0.message.contains(message) }
        #expect(blamed?.line == index + 1, "\(error?.description ?? "no error")")
        #expect((blamed?.column ?? 0) >= 1)
    }

    @Test("an unknown key on line 40 is blamed on line 40, column 3")
    func exactPosition() throws {
        let yaml = String(repeating: "# note\n", count: 38) + "sampling:\n  tires: {}\n"
        let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
        let fault = error?.faults.first { $0.path == "sampling.tires" }
        #expect(fault?.description == "line 40, column 3: sampling.tires: unknown key; did you mean `tiers`?")
    }

    @Test("all faults are reported in one run, by line")
    func allFaults() throws {
        let source = try shipped().source
        let yaml = source.replacing("version: 1", with: "version: 0").replacing("level: 0.95", with: "level: 95")
            .replacing("sponsor: Demonstration sponsor\n", with: "")
        let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
        #expect(Set(error?.faults.map(\.path) ?? []) == ["sponsor", "version", "analysisPlan.level"])
        #expect(error?.faults.map(\.line) == error?.faults.map(\.line).sorted())
    }

    @Test(
        "what is not a protocol is refused and never crashes",
        arguments: [
            "", "# only a comment", "42", "[]", "{}", "a: b: c", "\"", "a: [", "id: x\nid: y", "--- a\n--- b",
            "? [a]\n: b",
            "a: &x 1\nb: *x", "- - - - - a", String(repeating: "[", count: 100_000),
            String(repeating: "{a: ", count: 5_000),
            String(repeating: "- ", count: 50_000), String(repeating: "[\n", count: 1_500),
            String(repeating: "x", count: (1 << 20) + 1), "a: \u{0}", "title: [a, b]", "sites: {code: 1}",
            "eligibility: {criteria: [1, [], {age: 1}]}", "cutPointSets: [{tiers: 1, cutPoints: x}]",
            "tiers: [a, {id: 1}]",
        ]
    )
    func garbage(yaml: String) {
        let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
        #expect(error?.faults.isEmpty == false)
    }
}
