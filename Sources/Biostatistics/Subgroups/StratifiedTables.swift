import Foundation

/// Two proportions compared within strata, and summarised over them after Mantel and Haenszel.
///
/// Strata in which a group is empty carry no comparison and are left out everywhere.
public struct StratifiedTables: Sendable, Equatable {
    /// One comparison a stratum, both groups observed.
    public let strata: [TwoProportions]

    /// Leaves out the strata in which a group is empty.
    public init(_ strata: [TwoProportions]) {
        self.strata = strata.filter { $0.first.total > 0 && $0.second.total > 0 }
    }

    /// The common odds ratio with the limits of Robins, Breslow and Greenland.
    ///
    /// Σ(ad/N) / Σ(bc/N); 0 or infinite, and then without limits, where one sum is zero.
    /// Equals R `mantelhaen.test(correct = FALSE)`. Source: Biometrics 42 (1986) 311.
    public func oddsRatio(level: Double = 0.95) -> Estimate {
        guard !strata.isEmpty else { return .notEstimable(.noObservations) }
        var (sumR, sumS, pr, cross, qs) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for table in cells {
            let (p, q) = ((table.a + table.d) / table.n, (table.b + table.c) / table.n)
            let (r, s) = (table.a * (table.d / table.n), table.b * (table.c / table.n))
            sumR += r
            sumS += s
            pr += p * r
            cross += p * s + q * r
            qs += q * s
        }
        guard sumR > 0 || sumS > 0 else { return .notEstimable(.oneOutcomeClass) }
        guard sumR > 0, sumS > 0 else { return .value(sumS > 0 ? 0 : .infinity, interval: nil) }
        let variance = pr / sumR / sumR / 2 + cross / sumR / sumS / 2 + qs / sumS / sumS / 2
        return Self.logScale(sumR / sumS, variance: variance, level: level)
    }

    /// The common risk ratio with the limits of Greenland and Robins.
    ///
    /// Σ(x₁n₂/N) / Σ(x₂n₁/N); 0 or infinite, and then without limits, where one sum is zero.
    /// Source: Greenland and Robins, Biometrics 41 (1985) 55.
    public func riskRatio(level: Double = 0.95) -> Estimate {
        guard !strata.isEmpty else { return .notEstimable(.noObservations) }
        var (sumR, sumS, sumP) = (0.0, 0.0, 0.0)
        for table in cells {
            sumR += table.a * (table.n2 / table.n)
            sumS += table.c * (table.n1 / table.n)
            let events = table.a + table.c
            sumP += (table.n1 / table.n) * (table.n2 / table.n) * events - (table.a / table.n) * table.c
        }
        guard sumR > 0 || sumS > 0 else { return .notEstimable(.noEvents) }
        guard sumR > 0, sumS > 0 else { return .value(sumS > 0 ? 0 : .infinity, interval: nil) }
        return Self.logScale(sumR / sumS, variance: max(0, sumP) / sumR / sumS, level: level)
    }

    /// The common risk difference, weights n₁n₂/N, with Sato's limits.
    ///
    /// Variance (δ ΣP + ΣQ) / (Σ n₁n₂/N)², P = [n₁²x₂ − n₂²x₁ + n₁n₂(n₂ − n₁)/2]/N², Q = (ad + bc)/(2N): valid for few
    /// large and for many small strata. Source: Sato, Greenland and Robins, Biometrics 45 (1989) 1323.
    public func riskDifference(level: Double = 0.95) -> Estimate {
        guard !strata.isEmpty else { return .notEstimable(.noObservations) }
        var (difference, sumP, sumQ, weights) = (0.0, 0.0, 0.0, 0.0)
        for table in cells {
            let (share1, share2) = (table.n1 / table.n, table.n2 / table.n)
            difference += share2 * table.a - share1 * table.c
            sumP += share1 * share1 * table.c - share2 * share2 * table.a
            sumP += share1 * share2 * (table.n2 - table.n1) / 2
            sumQ += (table.a * (table.d / table.n) + table.b * (table.c / table.n)) / 2
            weights += share1 * table.n2
        }
        let point = difference / weights
        // Where every table is split cleanly the two sums cancel: what is left then is rounding and no variance.
        let variance = point * sumP + sumQ
        let isRounding = variance < 16 * Double.ulpOfOne * (abs(point * sumP) + sumQ)
        let standardError = isRounding ? 0 : variance.squareRoot() / weights
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let limits = Interval(lower: point - half, upper: point + half, level: level, method: .mantelHaenszel)
        return .value(point, interval: limits)
    }

    private static func logScale(_ ratio: Double, variance: Double, level: Double) -> Estimate {
        let factor = exp(NormalDistribution.criticalValue(level: level) * variance.squareRoot())
        let limits = Interval(lower: ratio / factor, upper: ratio * factor, level: level, method: .mantelHaenszelLog)
        return .value(ratio, interval: limits)
    }
}

extension StratifiedTables {
    /// A fourfold table in doubles, whose products of counts cannot overflow.
    struct Cells {
        let a: Double
        let b: Double
        let c: Double
        let d: Double
        let n1: Double
        let n2: Double

        init(_ table: TwoProportions) {
            a = Double(table.first.events)
            n1 = Double(table.first.total)
            b = n1 - a
            c = Double(table.second.events)
            n2 = Double(table.second.total)
            d = n2 - c
        }

        /// All observations.
        var n: Double { n1 + n2 }
        /// All events.
        var events: Double { a + c }
        /// Both outcomes occur.
        var isInformative: Bool { events > 0 && b + d > 0 }
    }

    /// Every stratum as a fourfold table.
    var cells: [Cells] { strata.map(Cells.init) }
}

extension IntervalMethod {
    /// Robins–Breslow–Greenland or Greenland–Robins, symmetric on the log scale.
    public static let mantelHaenszelLog = IntervalMethod("Mantel–Haenszel, log scale")
    /// Sato–Greenland–Robins, symmetric around the difference.
    public static let mantelHaenszel = IntervalMethod("Mantel–Haenszel")
}
