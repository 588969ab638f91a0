/// Two raters' categories of the same subjects: rows the first rater's, columns the second's, in the declared order.
public struct AgreementTable: Sendable, Equatable {
    /// How many subjects got each pair of categories.
    public let counts: [[Int]]

    /// As many columns as rows; counts are at least 0.
    public init(_ counts: [[Int]]) {
        precondition(counts.allSatisfy { $0.count == counts.count }, "a square table is wanted")
        precondition(counts.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "counts must not be negative")
        self.counts = counts
    }

    /// Counts pairs of categories, each given by its place in the order, in 0..<categories.
    public init(_ pairs: some Sequence<(first: Int, second: Int)>, categories: Int) {
        var counts = Array(repeating: Array(repeating: 0, count: categories), count: categories)
        for pair in pairs { counts[pair.first][pair.second] += 1 }
        self.init(counts)
    }

    /// How many categories the raters chose from.
    public var categories: Int { counts.count }

    /// All subjects; a Double, so that no sum of counts overflows.
    var total: Double { firstTotals.reduce(0, +) }
    /// Subjects by the first rater's category.
    var firstTotals: [Double] { counts.map { $0.reduce(0.0) { $0 + Double($1) } } }
    /// Subjects by the second rater's category.
    var secondTotals: [Double] { counts.indices.map { column in counts.reduce(0.0) { $0 + Double($1[column]) } } }
    /// Subjects on whom the raters agree.
    private var agreed: Double { counts.indices.reduce(0.0) { $0 + Double(counts[$1][$1]) } }

    /// Share of subjects on whom the raters agree; nil without subjects.
    public var observedAgreement: Double? { total > 0 ? agreed / total : nil }

    /// Prevalence- and bias-adjusted kappa, (k pₒ − 1) / (k − 1).
    ///
    /// Refused without subjects or with fewer than two categories.
    /// Source: Byrt, Bishop and Carlin, J Clin Epidemiol 46 (1993) 423.
    public var pabak: Result<Double, NotEstimable> {
        guard let observedAgreement else { return .failure(.noObservations) }
        guard categories > 1 else { return .failure(.tooFew("categories", needed: 2)) }
        let k = Double(categories)
        return .success((k * observedAgreement - 1) / (k - 1))
    }

    /// Gwet's AC1: chance agreement from the mean use of each category, which few subjects in one category do not upset.
    ///
    /// Refused without subjects or with fewer than two categories.
    /// Source: Gwet, Br J Math Stat Psychol 61 (2008) 29.
    public var gwetAC1: Result<Double, NotEstimable> {
        guard let observedAgreement else { return .failure(.noObservations) }
        guard categories > 1 else { return .failure(.tooFew("categories", needed: 2)) }
        let expected = expectedAC1
        return .success((observedAgreement - expected) / (1 - expected))
    }

    /// The standard error of AC1 where subjects are a sample and the raters are those of interest: delta method over the
    /// cells of the table.
    ///
    /// Refused as AC1 is. Source: Gwet, Br J Math Stat Psychol 61 (2008) 29.
    public var gwetAC1StandardError: Result<Double, NotEstimable> {
        gwetAC1.map { value in
            let use = zip(firstTotals, secondTotals).map { ($0 + $1) / (2 * total) }
            func mean(_ term: (Double) -> Double) -> Double {
                counts.indices.reduce(0) { sum, i in
                    counts.indices.reduce(sum) { sum, j in
                        let chance = (1 - use[i] - use[j]) / Double(categories - 1)
                        return sum + Double(counts[i][j]) / total * term((i == j ? 1 : 0) - (1 - value) * chance)
                    }
                }
            }
            let centre = mean { $0 }
            let variance = mean { ($0 - centre) * ($0 - centre) }
            // What is left of a constant after rounding is no spread.
            return variance < 1e-28 ? 0 : (variance / total).squareRoot() / (1 - expectedAC1)
        }
    }

    /// AC1 with limits symmetric about it, the upper cut at 1.
    public func gwetAC1Estimate(level: Double = 0.95) -> Estimate {
        switch (gwetAC1, gwetAC1StandardError) {
        case (.success(let value), .success(let error)):
            let half = NormalDistribution.criticalValue(level: level) * error
            let (lower, upper) = (value - half, min(1, value + half))
            return .value(value, interval: Interval(lower: lower, upper: upper, level: level, method: .wald))
        case (.failure(let reason), _), (_, .failure(let reason)): return .notEstimable(reason)
        }
    }

    /// Σ π(1 − π)/(k − 1), π the mean use of a category.
    private var expectedAC1: Double {
        let chance = zip(firstTotals, secondTotals).reduce(0.0) { sum, totals in
            let use = (totals.0 + totals.1) / (2 * total)
            return sum + use * (1 - use)
        }
        return chance / Double(categories - 1)
    }

    /// For each category, how often a rater's choice of it is shared by the other: 2 nᵢᵢ / (rᵢ + cᵢ).
    ///
    /// Refused for a category that neither rater used. Positive and negative agreement where there are two.
    /// Source: Cicchetti and Feinstein, J Clin Epidemiol 43 (1990) 551.
    public var specificAgreement: [Result<Double, NotEstimable>] {
        zip(firstTotals, secondTotals).enumerated().map { category, totals in
            let used = totals.0 + totals.1
            guard used > 0 else { return .failure(.zeroDenominator("the use of the category")) }
            return .success(2 * Double(counts[category][category]) / used)
        }
    }
}
