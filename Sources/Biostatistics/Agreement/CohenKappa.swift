/// Agreement of two raters beyond chance, with weights for categories that lie near each other.
public struct CohenKappa: Sendable, Equatable {
    /// How much of an agreement two different categories count.
    public enum Weights: Sendable, CaseIterable {
        /// 1 on the diagonal, else 0.
        case unweighted
        /// 1 − |i − j| / (k − 1).
        case linear
        /// 1 − (i − j)² / (k − 1)².
        case quadratic

        func value(_ i: Int, _ j: Int, of categories: Int) -> Double {
            if i == j { return 1 }
            let distance = Double(abs(i - j)) / Double(categories - 1)
            switch self {
            case .unweighted: return 0
            case .linear: return 1 - distance
            case .quadratic: return 1 - distance * distance
            }
        }
    }

    /// Weighted share of agreement.
    public let observed: Double
    /// The same were the raters independent.
    public let expected: Double
    /// Kappa with its interval from the standard error, the upper limit cut at 1.
    public let kappa: Estimate
    /// Standard error whatever kappa is, for the interval; nil where kappa is not estimable.
    public let standardError: Double?
    /// Standard error under independence, for the test; nil where kappa is not estimable.
    public let nullStandardError: Double?

    /// Kappa over its null standard error; refused where that is 0.
    public var z: Result<Double, NotEstimable> {
        switch kappa {
        case .notEstimable(let reason): return .failure(reason)
        case .value(let value, _):
            guard let error = nullStandardError, error > 0 else {
                return .failure(.noVariation(of: "a rater's category"))
            }
            return .success(value / error)
        }
    }

    /// Two-sided p of independence.
    public var p: Result<Double, NotEstimable> { z.map(NormalDistribution.twoSidedP) }
}

extension AgreementTable {
    /// Cohen's kappa (pₒ − pₑ) / (1 − pₑ) with the large-sample standard errors of Fleiss, Cohen and Everitt.
    ///
    /// Refused without subjects. Where both raters only ever use one and the same category, agreement is complete but
    /// kappa is not estimable. Equals R `vcd::Kappa`.
    /// Sources: Cohen, Psychol Bull 70 (1968) 213; Fleiss, Cohen and Everitt, Psychol Bull 72 (1969) 323.
    public func kappa(_ weights: CohenKappa.Weights, level: Double = 0.95) -> Result<CohenKappa, NotEstimable> {
        guard total > 0 else { return .failure(.noObservations) }
        let shares = KappaShares(self, weights)
        let (observed, expected) = (shares.observed, shares.expected)
        guard expected < 1 else {
            let refusal = Estimate.notEstimable(.zeroDenominator("the room for agreement beyond chance"))
            let kappa = CohenKappa(
                observed: observed,
                expected: expected,
                kappa: refusal,
                standardError: nil,
                nullStandardError: nil
            )
            return .success(kappa)
        }
        let kappa = (observed - expected) / (1 - expected)
        let standardError = (shares.variance(kappa: kappa) / total).squareRoot() / (1 - expected)
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let interval = Interval(
            lower: kappa - half,
            upper: min(1, kappa + half),
            level: level,
            method: .fleissCohenEveritt
        )
        let result = CohenKappa(
            observed: observed,
            expected: expected,
            kappa: .value(kappa, interval: interval),
            standardError: standardError,
            nullStandardError: (shares.nullVariance / total).squareRoot() / (1 - expected)
        )
        return .success(result)
    }
}

/// The table as shares of its total, with the weights laid over it.
private struct KappaShares {
    private let cells: [[Double]]
    private let first: [Double]
    private let second: [Double]
    private let weights: [[Double]]
    let observed: Double
    let expected: Double

    init(_ table: AgreementTable, _ kind: CohenKappa.Weights) {
        let (total, places) = (table.total, table.counts.indices)
        let weights = places.map { i in places.map { kind.value(i, $0, of: table.categories) } }
        let first = table.firstTotals.map { $0 / total }
        let second = table.secondTotals.map { $0 / total }
        func sum(_ term: (Int, Int) -> Double) -> Double {
            places.reduce(0) { sum, i in places.reduce(sum) { $0 + weights[i][$1] * term(i, $1) } }
        }
        cells = table.counts.map { $0.map { Double($0) / total } }
        observed = sum { Double(table.counts[$0][$1]) } / total
        expected = sum { first[$0] * second[$1] }
        self.first = first
        self.second = second
        self.weights = weights
    }

    /// Variance over the cells of w − (w̄ᵢ + w̄ⱼ)(1 − κ).
    func variance(kappa: Double) -> Double { spread(slack: 1 - kappa) { cells[$0][$1] } }

    /// The same at κ = 0, over the cells of independent raters.
    var nullVariance: Double { spread(slack: 1) { first[$0] * second[$1] } }

    private func spread(slack: Double, over share: (Int, Int) -> Double) -> Double {
        let places = cells.indices
        let rows = places.map { i in places.reduce(0) { $0 + weights[i][$1] * second[$1] } }
        let columns = places.map { j in places.reduce(0) { $0 + weights[$1][j] * first[$1] } }
        func mean(_ term: (Double) -> Double) -> Double {
            places.reduce(0) { sum, i in
                places.reduce(sum) { $0 + share(i, $1) * term(weights[i][$1] - (rows[i] + columns[$1]) * slack) }
            }
        }
        let centre = mean { $0 }
        let variance = mean { ($0 - centre) * ($0 - centre) }
        // What is left of a constant after rounding is no spread.
        return variance < 1e-28 ? 0 : variance
    }
}

extension IntervalMethod {
    /// Kappa with the non-null standard error of Fleiss, Cohen and Everitt 1969.
    public static let fleissCohenEveritt = IntervalMethod("Wald, Fleiss–Cohen–Everitt")
}
