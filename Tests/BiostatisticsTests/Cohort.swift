import Foundation

@testable import Biostatistics

/// The invented cohort of 20,000 whose verification rate depends on the tier of EchoNext.
enum Cohort {
    typealias Row = [String: String]

    static func rows() throws -> [Row] {
        let file = ReferenceValues.folder.appending(path: "cohort_20000_public.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let names = (lines.first ?? "").split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Row(zip(names, fields)) { first, _ in first }
        }
    }

    /// Prevalence and accuracy in all 20,000, verified or not.
    static func truth() throws -> JSONValue {
        let file = ReferenceValues.folder.appending(path: "cohort_20000_public_truth.json")
        return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))
    }

    /// The test against the outcome in the verified patients of one enrolling tier.
    static func table(_ rows: [Row], enrolledAs tier: String, _ test: CohortTest) -> ConfusionMatrix {
        let verified = rows.filter { $0["echonext_tier"] == tier && $0["verified"] == "1" }
        func count(_ isPositive: Bool, _ disease: String) -> Int {
            verified.count { test.positive.contains($0[test.model] ?? "") == isPositive && $0["shd"] == disease }
        }
        return ConfusionMatrix(
            truePositives: count(true, "1"),
            falsePositives: count(true, "0"),
            falseNegatives: count(false, "1"),
            trueNegatives: count(false, "0")
        )
    }
}

/// Which tiers of which model count as positive.
struct CohortTest {
    let model: String
    let positive: Set<String>

    init(model: String, positive: Set<String>) {
        self.model = model
        self.positive = positive
    }

    /// Reads "test = echonext_tier in ['high', 'mid']; …".
    init?(derivation: String) {
        guard let match = derivation.firstMatch(of: /test = (\w+) in \[([^\]]*)\]/) else { return nil }
        let tiers = match.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces.union(["'"])) }
        self.init(model: String(match.1), positive: Set(tiers))
    }
}
