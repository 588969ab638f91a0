import Foundation

extension StratifiedTables {
    /// The Cochran–Mantel–Haenszel test that no stratum has an effect.
    ///
    /// (|Σ(a − E a)| − c)² / Σ Var a, c = ½ with the continuity correction and the difference at least 0.
    /// Equals R `mantelhaen.test`. Source: Mantel and Haenszel, J Natl Cancer Inst 22 (1959) 719.
    public func associationTest(continuityCorrection: Bool = false) -> Result<ChiSquareTest, NotEstimable> {
        guard !strata.isEmpty else { return .failure(.noObservations) }
        var (excess, variance) = (0.0, 0.0)
        for table in cells {
            let events = table.events
            excess += table.a - table.n1 * (events / table.n)
            variance +=
                (table.n1 / table.n) * (table.n2 / table.n) * events * ((table.n - events) / (table.n - 1))
        }
        guard variance > 0 else { return .failure(.oneOutcomeClass) }
        let distance = max(0, abs(excess) - (continuityCorrection ? 0.5 : 0))
        return .success(ChiSquareTest(distance * distance / variance, degreesOfFreedom: 1))
    }

    /// The test of Breslow and Day that all strata have one odds ratio, and Tarone's correction of it.
    ///
    /// Counts expected under the Mantel–Haenszel odds ratio, which must be neither 0 nor infinite. Strata with one
    /// outcome class say nothing; df is the number of the others less 1. Sources: Breslow and Day, Statistical Methods
    /// in Cancer Research I (1980) 142; Tarone, Biometrika 72 (1985) 91.
    public func homogeneityTest() -> Result<HomogeneityTest, NotEstimable> {
        guard !strata.isEmpty else { return .failure(.noObservations) }
        guard let ratio = oddsRatio().point else { return .failure(.oneOutcomeClass) }
        guard ratio > 0, ratio.isFinite else {
            return .failure(.undefined("the common odds ratio is \(ratio == 0 ? "zero" : "infinite")"))
        }
        let informative = cells.filter(\.isInformative)
        guard informative.count > 1 else { return .failure(.tooFew("strata with both outcomes", needed: 2)) }
        var (statistic, excess, variance) = (0.0, 0.0, 0.0)
        for table in informative {
            let fitted = table.fitted(oddsRatio: ratio)
            let spread = 1 / (1 / fitted.a + 1 / fitted.b + 1 / fitted.c + 1 / fitted.d)
            let distance = table.a - fitted.a
            statistic += distance * distance / spread
            excess += distance
            variance += spread
        }
        let df = informative.count - 1
        return .success(
            HomogeneityTest(
                breslowDay: ChiSquareTest(statistic, degreesOfFreedom: df),
                tarone: ChiSquareTest(statistic - excess * excess / variance, degreesOfFreedom: df)
            )
        )
    }
}

/// Whether the odds ratios of the strata agree.
public struct HomogeneityTest: Sendable, Equatable {
    /// Breslow and Day 1980.
    public let breslowDay: ChiSquareTest
    /// With Tarone's correction, which makes it efficient.
    public let tarone: ChiSquareTest
}

extension StratifiedTables.Cells {
    /// The cells with these margins whose odds ratio is the one given.
    ///
    /// a solves (ψ − 1)a² − (ψ(n₁ + m) + n₂ − m)a + ψ n₁ m = 0; the root within the margins.
    fileprivate func fitted(oddsRatio psi: Double) -> (a: Double, b: Double, c: Double, d: Double) {
        let q = psi * (n1 + events) + n2 - events
        let root = max(0, q * q - 4 * (psi - 1) * psi * n1 * events).squareRoot()
        // Whichever form of the root adds terms of one sign.
        let a = q > 0 ? 2 * psi * n1 * events / (q + root) : (q - root) / (2 * (psi - 1))
        return (a, n1 - a, events - a, n2 - events + a)
    }
}
