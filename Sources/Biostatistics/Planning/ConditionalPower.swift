import Foundation

/// The chance that a trial succeeds in the end, given a Z statistic at a share of the information.
///
/// B(t) = Z √t is a Brownian motion whose drift is E Z(1); success is Z(1) ≥ critical value.
/// Sources: Lan and Wittes, Biometrics 44 (1988) 579; Jennison and Turnbull, Group Sequential Methods (2000), chapter 10.
public struct ConditionalPower: Sendable, Equatable {
    /// The statistic so far.
    public let z: Double
    /// Information so far as a share of that in the end, in 0...1.
    public let information: Double
    /// What the statistic must reach in the end.
    public let criticalValue: Double

    /// Finite numbers, the information in 0...1.
    public init(z: Double, information: Double, criticalValue: Double) {
        precondition(z.isFinite && criticalValue.isFinite && (0...1).contains(information), "not an interim result")
        self.z = z
        self.information = information
        self.criticalValue = criticalValue
    }

    /// At a drift: Φ[(Z √t + θ(1 − t) − c) / √(1 − t)]; in the end 1 or 0.
    public func power(drift: Double) -> Double {
        let left = 1 - information
        guard left > 0 else { return z >= criticalValue ? 1 : 0 }
        return NormalDistribution.cumulative(
            (z * information.squareRoot() + drift * left - criticalValue) / left.squareRoot()
        )
    }

    /// At the drift seen so far, Z/√t; without information there is none.
    public var underCurrentTrend: Result<Double, NotEstimable> {
        guard information > 0 else { return .failure(.undefined("no information yet, so no trend")) }
        return .success(power(drift: z / information.squareRoot()))
    }

    /// At no drift.
    public var underNull: Double { power(drift: 0) }

    /// Averaged over what a flat prior and the data say of the drift: Φ[(Z − c √t) / √(1 − t)].
    ///
    /// Source: Spiegelhalter, Freedman and Blackburn, Control Clin Trials 7 (1986) 8.
    public var predictive: Result<Double, NotEstimable> {
        guard information > 0 else { return .failure(.undefined("no information yet, so no posterior")) }
        let left = 1 - information
        guard left > 0 else { return .success(z >= criticalValue ? 1 : 0) }
        return .success(
            NormalDistribution.cumulative((z - criticalValue * information.squareRoot()) / left.squareRoot())
        )
    }
}
