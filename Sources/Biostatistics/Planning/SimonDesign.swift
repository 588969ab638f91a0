/// A two-stage design for one group that stops early for futility.
public struct SimonDesign: Sendable, Equatable {
    /// Patients of the first stage.
    public let firstStage: Int
    /// The treatment is given up when at most this many of the first stage respond.
    public let firstThreshold: Int
    /// Patients of both stages.
    public let total: Int
    /// The treatment is given up in the end when at most this many of all respond.
    public let threshold: Int
    /// Patients expected at the null proportion.
    public let expectedTotal: Double
    /// Probability of stopping early at the null proportion.
    public let earlyStop: Double
    /// P(not given up) at the null proportion.
    public let alpha: Double
    /// P(not given up) at the alternative.
    public let power: Double
}

extension SimonDesign {
    /// The two designs of Simon.
    public struct Pair: Sendable, Equatable {
        /// Smallest expected number at the null proportion.
        public let optimal: SimonDesign
        /// Smallest total, and among these the smallest expected number.
        public let minimax: SimonDesign
    }

    /// Searches all designs up to a size for those that keep both errors.
    ///
    /// For every first stage the threshold in the end is the smallest that keeps α, because it has the most power.
    /// Source: Simon, Control Clin Trials 10 (1989) 1.
    public static func search(
        null p0: Double,
        alternative p1: Double,
        errors: ErrorRates,
        atMost limit: Int = 60
    ) -> Result<Pair, NotEstimable> {
        precondition((0...1).contains(p0) && (0...1).contains(p1) && limit > 1, "not two proportions and a limit")
        guard p1 > p0 else { return .failure(.undefined("the alternative must lie above the null proportion")) }
        let tables = (null: BinomialTables(limit, probability: p0), alternative: BinomialTables(limit, probability: p1))
        var optimal: SimonDesign?
        var minimax: SimonDesign?
        for total in 2...limit {
            for firstStage in 1..<total {
                for firstThreshold in 0..<firstStage {
                    guard
                        let design = SimonDesign(
                            stages: (firstStage, total),
                            firstThreshold: firstThreshold,
                            tables.null,
                            tables.alternative,
                            errors
                        )
                    else { continue }
                    if design.expectedTotal < optimal?.expectedTotal ?? .infinity { optimal = design }
                    let known = minimax.map { ($0.total, $0.expectedTotal) } ?? (Int.max, 0)
                    if (design.total, design.expectedTotal) < known { minimax = design }
                }
            }
        }
        guard let optimal, let minimax else { return .failure(.undefined("no design has at most \(limit) patients")) }
        return .success(Pair(optimal: optimal, minimax: minimax))
    }

    /// The design of these stages with the smallest final threshold that keeps α; nil where its power falls short.
    private init?(
        stages: (first: Int, total: Int),
        firstThreshold: Int,
        _ null: BinomialTables,
        _ alternative: BinomialTables,
        _ errors: ErrorRates
    ) {
        func acceptance(_ tables: BinomialTables, _ threshold: Int) -> Double {
            tables.acceptance(stages.first, above: firstThreshold, stages.total, above: threshold)
        }
        // P(going on) at the alternative bounds the power, whatever the final threshold.
        guard alternative.upperTail(stages.first, firstThreshold + 1) >= errors.power else { return nil }
        var (low, high) = (firstThreshold - 1, stages.total)
        while high - low > 1 {
            let middle = (low + high) / 2
            if acceptance(null, middle) <= errors.alpha { high = middle } else { low = middle }
        }
        let power = acceptance(alternative, high)
        guard power >= errors.power else { return nil }
        firstStage = stages.first
        self.firstThreshold = firstThreshold
        total = stages.total
        threshold = high
        earlyStop = 1 - null.upperTail(stages.first, firstThreshold + 1)
        expectedTotal = Double(stages.first) + (1 - earlyStop) * Double(stages.total - stages.first)
        alpha = acceptance(null, high)
        self.power = power
    }
}

/// Binomial probabilities of all sizes up to one.
private struct BinomialTables {
    private let masses: [[Double]]
    private let upperTails: [[Double]]

    init(_ limit: Int, probability: Double) {
        masses = (0...limit).map { n in
            (0...n).map { BinomialDistribution.mass($0, trials: n, probability: probability) }
        }
        upperTails = (0...limit).map { n in
            (0...n).map { BinomialDistribution.upperTail($0, trials: n, probability: probability) }
        }
    }

    /// P(X ≥ k) of n.
    func upperTail(_ n: Int, _ k: Int) -> Double { k <= 0 ? 1 : k > n ? 0 : upperTails[n][k] }

    /// P(more than r₁ of the first n₁ and more than r of all n).
    func acceptance(_ n1: Int, above r1: Int, _ n: Int, above r: Int) -> Double {
        guard r1 < n1 else { return 0 }
        return ((r1 + 1)...n1).reduce(0.0) { $0 + masses[n1][$1] * upperTail(n - n1, r + 1 - $1) }
    }
}
