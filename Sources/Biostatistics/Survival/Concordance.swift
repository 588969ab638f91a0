extension IntervalMethod {
    /// Symmetric, with the standard error by the infinitesimal jackknife.
    public static let concordanceWald = IntervalMethod("Wald, infinitesimal jackknife")
}

/// How often the patient at higher risk has the event earlier: the C-index of a risk score.
///
/// A pair is comparable if the one with the shorter time had the event, or if at equal times one had the event and the
/// other was censored. Two events at one time are not comparable. Of a comparable pair the higher risk should belong to
/// the earlier event; equal risks count half.
public struct Concordance: Sendable, Equatable {
    /// Comparable pairs, in numbers or in weights.
    public struct Pairs: Sendable, Equatable {
        /// The earlier event has the higher risk.
        public let concordant: Double
        /// The earlier event has the lower risk.
        public let discordant: Double
        /// Both have the same risk.
        public let tiedRisk: Double

        var total: Double { concordant + discordant + tiedRisk }
        var index: Double { (concordant + 0.5 * tiedRisk) / total }
    }

    /// Of all comparable pairs.
    public let pairs: Pairs
    /// Pairs of events at one time, which are not comparable.
    public let tiedTime: Int
    /// The C-index with Wald limits, which may pass 1.
    public let estimate: Estimate
    /// By the infinitesimal jackknife; nil without comparable pairs.
    public let standardError: Double?

    init(_ tally: ConcordanceTally, level: Double) {
        pairs = Pairs(concordant: tally.concordant, discordant: tally.discordant, tiedRisk: tally.tiedRisk)
        tiedTime = tally.tiedTime
        guard pairs.total > 0 else {
            (estimate, standardError) = (.notEstimable(.undefined("no comparable pair")), nil)
            return
        }
        let error = tally.standardError
        let reach = NormalDistribution.criticalValue(level: level) * error
        let interval = Interval(
            lower: pairs.index - reach,
            upper: pairs.index + reach,
            level: level,
            method: .concordanceWald
        )
        (estimate, standardError) = (.value(pairs.index, interval: interval), error)
    }
}

extension Concordance {
    /// Harrell's C, all comparable pairs counting alike; with strata only pairs within one.
    ///
    /// One finite risk a patient.
    ///
    /// O(n log n). Equals R `concordance(Surv(time, event) ~ risk, reverse = TRUE)`. Sources: Harrell, Califf, Pryor,
    /// Lee and Rosati, JAMA 247 (1982) 2543; for the standard error Therneau and Watson, Mayo technical report 85
    /// (2015).
    public static func harrell(
        _ followUp: FollowUp,
        risk: [Double],
        strata: [Int]? = nil,
        level: Double = 0.95
    ) -> Concordance {
        precondition(risk.count == followUp.count && risk.allSatisfy(\.isFinite), "one finite risk a patient")
        guard let strata else { return Concordance(ConcordanceTally(followUp, risk, weights: nil), level: level) }
        precondition(strata.count == followUp.count, "one stratum a patient")
        let members = Dictionary(grouping: strata.indices) { strata[$0] }
        let tallies = members.keys.sorted().compactMap { members[$0] }.map { places in
            ConcordanceTally(followUp.subset(places), places.map { risk[$0] }, weights: nil)
        }
        return Concordance(ConcordanceTally(merging: tallies), level: level)
    }

    /// Uno's C: pairs weighted by G(t−)⁻², so that it does not depend on the censoring; events before τ only.
    ///
    /// G is the Kaplan–Meier estimate of being uncensored, events leaving before the censorings of the same time; its
    /// own variation does not enter the standard error. One finite risk a patient, τ positive.
    /// Equals R `concordance(…, reverse = TRUE, timewt = "n/G2", ymax = τ)`, but that τ itself is left out.
    /// Source: Uno, Cai, Pencina, D'Agostino and Wei, Statistics in Medicine 30 (2011) 1105.
    public static func uno(_ followUp: FollowUp, risk: [Double], tau: Double, level: Double = 0.95) -> Concordance {
        precondition(risk.count == followUp.count && risk.allSatisfy(\.isFinite), "one finite risk a patient")
        precondition(tau > 0, "tau is positive")
        let censoring = CensoringDistribution(RiskTable(followUp))
        let weights = censoring.points.map { $0.time < tau ? 1 / ($0.before * $0.before) : 0 }
        return Concordance(ConcordanceTally(followUp, risk, weights: weights), level: level)
    }
}
