extension IntervalMethod {
    /// Symmetric, with the standard error by the infinitesimal jackknife, cut at 0 and 1.
    public static let timeDependentWald = IntervalMethod("Wald, infinitesimal jackknife, weights included")
}

/// How well a risk tells apart, at a time, those who have had the event from those who have not: cumulative/dynamic
/// AUC.
public struct TimeDependentAUC: Sendable, Equatable {
    /// The time t.
    public let time: Double
    /// Patients with the event by t.
    public let cases: Int
    /// Patients followed for longer than t.
    public let controls: Int
    /// Cases weighted by 1/G(T−), with limits.
    public let estimate: Estimate
    /// By the infinitesimal jackknife, which lets the weights vary too; nil where there is no estimate.
    public let standardError: Double?
    /// Cases weighted by 1/G(T) instead, as scikit-survival does; differs where an event and a censoring share a time.
    public let weightedAtEvent: Estimate
}

extension TimeDependentAUC {
    /// The AUC at each of several times.
    ///
    /// One finite risk a patient, higher for earlier events.
    ///
    /// AUC(t) = Σᵢ Σⱼ wᵢ (1[rᵢ > rⱼ] + ½ 1[rᵢ = rⱼ]) / Σᵢ Σⱼ wᵢ over cases i with Tᵢ ≤ t and controls j with Tⱼ > t;
    /// wᵢ = 1/G(Tᵢ−), G the Kaplan–Meier estimate of being uncensored. Not estimable without a case or a control.
    /// O(n log n) once and O(n) a time. Equals R `riskRegression::Score(metrics = "AUC", cens.method = "ipcw")`.
    /// Sources: Uno, Cai, Tian and Wei, J Am Stat Assoc 102 (2007) 527; Hung and Chiang, Can J Stat 38 (2010) 8;
    /// Blanche, Dartigues and Jacqmin-Gadda, Statistics in Medicine 32 (2013) 5381.
    public static func at(
        _ times: [Double],
        _ followUp: FollowUp,
        risk: [Double],
        level: Double = 0.95
    ) -> [TimeDependentAUC] {
        precondition(risk.count == followUp.count && risk.allSatisfy(\.isFinite), "one finite risk a patient")
        let calculation = Calculation(followUp, risk)
        return times.map { calculation.auc(at: $0, level: level) }
    }
}
