import Foundation
import Trial

@testable import Reporting

/// Small outcomes files that several subjects are tested on.
enum SampleCuts {
    /// Counts of MODELS §1.7 by EchoNext tier (SHD, VHD), all rows known.
    static let echonext = [
        ("high", 1, 1, 8), ("high", 1, 0, 16), ("high", 0, 0, 9), ("moderate", 1, 1, 1), ("moderate", 1, 0, 13),
        ("moderate", 0, 0, 36), ("low", 1, 0, 1), ("low", 0, 0, 16),
    ]

    /// The lines of a file with one model, made from counts.
    static func lines(_ counts: [(String, Int, Int, Int)] = echonext) -> [String] {
        var lines: [String] = []
        for (tier, shd, vhd, count) in counts {
            for _ in 0..<count { lines.append("S\(lines.count + 1),\(tier),\(shd),\(vhd)") }
        }
        return lines
    }

    static func text(_ lines: [String] = lines()) -> String {
        (["subject_id,echonext_tier,shd,vhd"] + lines).joined(separator: "\n") + "\n"
    }

    static func file(_ text: String, name: String = "outcomes.csv") -> SourceFile {
        SourceFile(name: name, bytes: Array(text.utf8))
    }

    static func cut(
        _ text: String = text(),
        frame: String? = nil,
        enrolling: String? = nil,
        cutPoints: [String] = []
    ) throws -> DataCut {
        try OutcomesFile(
            outcomes: file(text),
            frame: frame.map { file($0, name: "frame.csv") },
            enrollingModel: enrolling,
            cutPoints: cutPoints.map { try CutPointOption($0) }
        ).dataCut()
    }

    static func yield(_ cut: DataCut, level: Double = 0.95) throws -> TierYieldReport {
        TierYieldReport(cut: cut, plan: try AnalysisPlan(for: cut, level: level))
    }

    static func accuracy(_ cut: DataCut) throws -> AccuracyReport {
        AccuracyReport(cut: cut, plan: try AnalysisPlan(for: cut))
    }

    /// The package's own example, where the tests run in a checkout.
    static func example() throws -> DataCut {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appendingPathComponent("Docs/examples")
        let read = { name in
            SourceFile(name: name, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
        return try OutcomesFile(
            outcomes: read("discovery-2025.csv"),
            remarks: read("discovery-2025.remarks.txt")
        ).dataCut()
    }
}
