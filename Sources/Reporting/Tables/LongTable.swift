import Biostatistics
import CSV

/// One estimate a line, numbers in full: the same columns for every report.
struct LongTable {
    /// What the estimate is of.
    struct Key {
        let model: String
        let outcome: String
        /// A tier's id, `overall`, or the tier from which a test is positive.
        let tier: String
    }

    private var writer = CSVWriter(header: [
        "report", "model", "outcome", "tier", "quantity", "numerator", "denominator", "estimate", "lower", "upper",
        "level", "method", "reason", "source",
    ])
    private let report: String
    private let source: String

    init(report: String, source: String) {
        self.report = report
        self.source = source
    }

    var text: String { writer.text }

    mutating func addCount(_ key: Key, _ quantity: String, _ count: Int) {
        add(key, quantity, ["", "", "\(count)", "", "", "", "count", ""])
    }

    mutating func add(_ key: Key, _ quantity: String, _ estimate: Estimate, counts: Proportion? = nil) {
        let interval = estimate.interval
        add(
            key,
            quantity,
            [
                counts.map { "\($0.events)" } ?? "", counts.map { "\($0.total)" } ?? "", Self.number(estimate.point),
                Self.number(interval?.lower), Self.number(interval?.upper), Self.number(interval?.level),
                interval?.method.rawValue ?? "", estimate.reason?.explanation ?? "",
            ]
        )
    }

    mutating func add(_ key: Key, logRank test: Result<ChiSquareTest, NotEstimable>) {
        let method = "log-rank"
        switch test {
        case .success(let test):
            add(
                key,
                "log_rank_chi_square",
                ["", "\(test.degreesOfFreedom)", Self.number(test.statistic), "", "", "", method, ""]
            )
            add(key, "log_rank_p", ["", "", Self.number(test.p), "", "", "", method, ""])
        case .failure(let reason):
            add(key, "log_rank_chi_square", ["", "", "", "", "", "", method, reason.explanation])
        }
    }

    mutating func add(
        _ key: Key,
        trend: Result<TrendTest, NotEstimable>,
        method: String = "Cochran–Armitage"
    ) {
        switch trend {
        case .success(let test):
            add(key, "trend_z", ["", "", Self.number(test.z), "", "", "", method, ""])
            add(key, "trend_p", ["", "", Self.number(test.p), "", "", "", method, ""])
        case .failure(let reason):
            add(key, "trend_z", ["", "", "", "", "", "", method, reason.explanation])
        }
    }

    private mutating func add(_ key: Key, _ quantity: String, _ rest: [String]) {
        writer.add([report, key.model, key.outcome, key.tier, quantity] + rest + [source])
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
        return value.description
    }
}
