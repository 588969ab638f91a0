import Foundation

/// Two tests in the same patients against the truth: a paired table for the diseased and one for the healthy.
public struct PairedDiagnostic: Sendable, Equatable {
    /// Patients with the disease.
    public let diseased: PairedProportions
    /// Patients without it.
    public let healthy: PairedProportions

    /// The positive calls of both tests, by truth.
    public init(diseased: PairedProportions, healthy: PairedProportions) {
        self.diseased = diseased
        self.healthy = healthy
    }

    /// The sensitivities of the two tests, compared.
    public var sensitivity: PairedProportions { diseased }
    /// The specificities of the two tests, compared: the healthy with negative read as right.
    public var specificity: PairedProportions { healthy.complement }

    /// Sensitivity and specificity tested together: the sum of the two McNemar statistics on two degrees of freedom.
    ///
    /// Refused where either has no discordant patient.
    /// Source: Lachenbruch and Lynch, Statistics in Medicine 17 (1998) 2207.
    public func jointTest() -> Result<PairedTest, NotEstimable> {
        sensitivity.mcNemar().flatMap { one in
            specificity.mcNemar().map { other in
                let sum = one.statistic + other.statistic
                return PairedTest(statistic: sum, degreesOfFreedom: 2, p: exp(-sum / 2))
            }
        }
    }

    /// The positive predictive values of the two tests, compared.
    public var positivePredictiveValues: PairedPredictiveValues {
        PairedPredictiveValues(right: diseased, wrong: healthy)
    }

    /// The negative predictive values of the two tests, compared.
    public var negativePredictiveValues: PairedPredictiveValues {
        PairedPredictiveValues(right: healthy.complement, wrong: diseased.complement)
    }
}
