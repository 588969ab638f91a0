import Foundation

/// How much of the one-sided error may have been spent at a share of the information.
public enum AlphaSpending: Sendable, Equatable {
    /// 2 − 2Φ(z_{α/2} / √t), like O'Brien and Fleming. Source: Lan and DeMets, Biometrika 70 (1983) 659.
    case obrienFlemingType
    /// α ln(1 + (e − 1) t), like Pocock. Source: Lan and DeMets 1983.
    case pocockType
    /// α t^ρ, ρ positive. Source: Kim and DeMets, Biometrika 74 (1987) 149.
    case power(Double)
    /// α (1 − e^{−γt}) / (1 − e^{−γ}), α t at γ = 0. Source: Hwang, Shih and DeCani, Stat Med 9 (1990) 1439.
    case hwangShihDeCani(Double)

    /// The error spent at information t in 0...1, all of alpha at 1.
    public func spent(alpha: Double, at t: Double) -> Double {
        precondition((0...1).contains(t), "the information must lie in 0...1")
        if t == 0 { return 0 }
        if t == 1 { return alpha }
        switch self {
        case .obrienFlemingType:
            return 2 * NormalDistribution.cumulative(NormalDistribution.quantile(alpha / 2) / t.squareRoot())
        case .pocockType: return alpha * log1p((exp(1) - 1) * t)
        case .power(let rho): return alpha * pow(t, rho)
        case .hwangShihDeCani(let gamma):
            if gamma == 0 { return alpha * t }
            if gamma > 0 { return alpha * expm1(-gamma * t) / expm1(-gamma) }
            // The same with e^γ taken out, which does not overflow.
            return alpha * exp(-gamma * (t - 1)) * expm1(gamma * t) / expm1(gamma)
        }
    }
}

/// What shapes the boundaries of a group-sequential design.
public enum SequentialBoundary: Sendable, Equatable {
    /// Every look spends what the function allows.
    case spending(AlphaSpending)
    /// c_k = C / √t_k. Source: O'Brien and Fleming, Biometrics 35 (1979) 549.
    case obrienFleming
    /// c_k = C. Source: Pocock, Biometrika 64 (1977) 191.
    case pocock
}
