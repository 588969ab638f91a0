@testable import Biostatistics

/// Seeded patients with two scores, ties as coarse as the number of distinct values says.
struct InventedScores {
    let labels: [Bool]
    let scores: [Double]
    let others: [Double]

    init(count: Int, distinct: Int, seed: UInt64) {
        var generator = Xoshiro256StarStar(seed: seed)
        var rows: [(Bool, Double, Double)] = []
        for row in 0..<count {
            // Both classes have two members whatever is drawn.
            let isCase = row < 4 ? row < 2 : generator.uniform() < 0.3
            let score = generator.uniform() + (isCase ? 0.3 : 0)
            let other = 0.5 * score + generator.uniform()
            rows.append((isCase, Self.rounded(score, distinct), Self.rounded(other, distinct)))
        }
        rows = generator.shuffled(rows)
        (labels, scores, others) = (rows.map(\.0), rows.map(\.1), rows.map(\.2))
    }

    private static func rounded(_ value: Double, _ distinct: Int) -> Double {
        (value * Double(distinct)).rounded() / Double(distinct)
    }

    var ranked: RankedScores { RankedScores(scores: scores, labels: labels) }
    var cases: [Double] { zip(labels, scores).compactMap { $0 ? $1 : nil } }
    var controls: [Double] { zip(labels, scores).compactMap { $0 ? nil : $1 } }

    /// How often a case scores above, by the definition: every pair looked at.
    static func share(_ cases: [Double], above controls: [Double]) -> Double {
        let wins = cases.reduce(0.0) { sum, one in
            sum + controls.reduce(0.0) { $0 + (one > $1 ? 1 : one == $1 ? 0.5 : 0) }
        }
        return wins / Double(cases.count * controls.count)
    }
}
