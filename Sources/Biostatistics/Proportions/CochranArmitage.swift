/// The test for a trend of proportions over ordered groups.
public enum CochranArmitage {
    /// Tests whether the proportion rises with the score; scores default to the groups' positions.
    ///
    /// A group without observations adds nothing but keeps its score. One score a group, all finite.
    /// Equals R `prop.trend.test`. Sources: Cochran, Biometrics 10 (1954) 417; Armitage, Biometrics 11 (1955) 375.
    public static func test(_ groups: [Proportion], scores: [Double]? = nil) -> Result<TrendTest, NotEstimable> {
        let scores = scores ?? groups.indices.map(Double.init)
        precondition(scores.count == groups.count && scores.allSatisfy(\.isFinite), "one finite score a group")
        let total = groups.reduce(0.0) { $0 + Double($1.total) }
        let events = groups.reduce(0.0) { $0 + Double($1.events) }
        guard total > 0 else { return .failure(.noObservations) }
        guard events > 0, events < total else { return .failure(.oneOutcomeClass) }

        let scored = zip(groups, scores)
        let mean = scored.reduce(0.0) { $0 + Double($1.0.total) * $1.1 } / total
        let excess = scored.reduce(0.0) { $0 + Double($1.0.events) * ($1.1 - mean) }
        let spread = scored.reduce(0.0) { $0 + Double($1.0.total) * ($1.1 - mean) * ($1.1 - mean) }
        guard spread > 0 else { return .failure(.zeroDenominator("the spread of the scores")) }
        let p = events / total
        return .success(TrendTest(z: excess / (p * (1 - p) * spread).squareRoot()))
    }
}

/// Outcome of a trend test.
public struct TrendTest: Sendable, Equatable {
    /// Standard normal under no trend; positive when the proportion rises with the score.
    public let z: Double
    /// Two-sided.
    public let p: Double

    init(z: Double) {
        self.z = z
        self.p = NormalDistribution.twoSidedP(z)
    }
}
