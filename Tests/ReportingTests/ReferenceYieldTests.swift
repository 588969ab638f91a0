import Biostatistics
import Foundation
import Testing
import Trial

@testable import Reporting

/// The analysis of the published counts by R and by independent code; the reference set is not part of the package.
@Suite struct ReferenceYieldTests {
    private static func reference(_ name: String) -> [[String: Any]]? {
        let root = ProcessInfo.processInfo.environment["STRATUM_SHARED"] ?? "../shared"
        let path = root + "/data/stat_reference/" + name
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else {
            print("skipped: no reference file \(name); set STRATUM_SHARED to the reference data")
            return nil
        }
        return file["cases"] as? [[String: Any]]
    }

    /// One file with the tiers of a case: enrolled, verified, positive.
    private func cut(_ tiers: [[String: Any]]) throws -> DataCut {
        var lines = ["subject_id,m_tier,shd"]
        for tier in tiers {
            let name = try #require(tier["name"] as? String)
            let counts = try ["enrolled", "verified", "positive"].map { try #require(tier[$0] as? Int) }
            for index in 0..<counts[0] {
                let outcome = index < counts[2] ? "1" : index < counts[1] ? "0" : ""
                lines.append("S\(lines.count),\(name),\(outcome)")
            }
        }
        return try SampleCuts.cut(lines.joined(separator: "\n") + "\n")
    }

    private func check(_ row: TierYieldReport.Row, against expected: [String: Any], _ id: String) throws {
        #expect(
            row.wilson.point.map { abs($0 - (expected["yield"] as? Double ?? .nan)) < 1e-10 }
                ?? (expected["yield"] is NSNull),
            "\(id)"
        )
        for (name, estimate) in [("wilson", row.wilson), ("clopper_pearson", row.clopperPearson)] {
            let limits = try #require(expected[name] as? [String: Any])
            guard let interval = estimate.interval else {
                #expect(limits["lower"] is NSNull, "\(id) \(name)")
                continue
            }
            #expect(abs(interval.lower - (limits["lower"] as? Double ?? .nan)) < 1e-8, "\(id) \(name)")
            #expect(abs(interval.upper - (limits["upper"] as? Double ?? .nan)) < 1e-8, "\(id) \(name)")
        }
    }

    @Test(arguments: ["tier_yield.json", "dataset_discovery_100_published.json"])
    func `yields agree with the reference through the whole path from file to report`(file: String) throws {
        guard let cases = Self.reference(file) else { return }
        var checked = 0
        for entry in cases {
            guard let id = entry["id"] as? String, let input = entry["input"] as? [String: Any],
                let expected = entry["expected"] as? [String: Any],
                let tiers = (input["derived"] as? [String: Any] ?? input)["tiers"] as? [[String: Any]],
                let wanted = expected["tiers"] as? [[String: Any]],
                tiers.allSatisfy({ ["low", "mid", "high"].contains($0["name"] as? String) && $0["enrolled"] is Int }),
                tiers.contains(where: { $0["enrolled"] as? Int != 0 })
            else { continue }
            let level = (input["derived"] as? [String: Any] ?? input)["conf"] as? Double ?? 0.95
            let section = try SampleCuts.yield(cut(tiers), level: level).sections[0]
            for want in wanted {
                let row = try #require(section.rows.first { $0.id == want["name"] as? String })
                try check(row, against: want, id)
            }
            try check(section.overall, against: try #require(expected["overall"] as? [String: Any]), id)
            checked += 1
        }
        #expect(checked > 0)
        print("\(file): \(checked) cases checked")
    }
}
