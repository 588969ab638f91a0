import Foundation

/// Overall measures of how well predicted probabilities agree with outcomes.
public struct CalibrationMeasures: Sendable, Equatable {
    /// Mean squared distance of outcome and prediction.
    public let brier: Double
    /// Standard deviation of the squared distances over √n; refused below two patients.
    public let brierStandardError: Result<Double, NotEstimable>
    /// 1 − Brier / (m (1 − m)) for the prevalence m; refused where all outcomes agree.
    public let scaledBrier: Result<Double, NotEstimable>
    /// Mean of −ln P(observed outcome).
    public let logLoss: Double
    /// Mean prediction.
    public let meanPredicted: Double
    /// Share with the event.
    public let observedRate: Double
    /// Observed over expected events; refused where no event is expected.
    public let observedOverExpected: Result<Double, NotEstimable>
    /// Spiegelhalter's z of perfect calibration; refused where every prediction is 0, ½ or 1.
    public let spiegelhalter: Result<Double, NotEstimable>
    /// Mean distance of prediction and outcome in ten bins of equal width, by patients.
    public let expectedCalibrationError: Double

    /// The Brier score with limits symmetric about it, cut at 0 and 1.
    public func brierEstimate(level: Double = 0.95) -> Estimate {
        guard case .success(let error) = brierStandardError else { return .value(brier, interval: nil) }
        let half = NormalDistribution.criticalValue(level: level) * error
        let (lower, upper) = (max(0, brier - half), min(1, brier + half))
        return .value(brier, interval: Interval(lower: lower, upper: upper, level: level, method: .wald))
    }
}

extension ScoredOutcomes {
    /// Predictions of 0 and 1 are moved by this much where a logarithm is taken.
    public static let clip = 1e-12

    /// How many predictions are nearer to 0 or 1 than the clip, and so moved.
    public var clipped: Int { probabilities.count { $0 < Self.clip || $0 > 1 - Self.clip } }

    /// The prediction kept away from 0 and 1.
    static func inner(_ probability: Double) -> Double { min(1 - clip, max(clip, probability)) }

    /// Brier score, its scaled form, log loss, observed over expected, Spiegelhalter's z, and the binned error.
    ///
    /// Refused without patients. Equals R `rms::val.prob` (Brier, S:z) and scikit-learn `log_loss`.
    /// Sources: Brier, Mon Weather Rev 78 (1950) 1; Spiegelhalter, Stat Med 5 (1986) 421; Bradley, Schwartz and Hashino,
    /// Weather and Forecasting 23 (2008) 992 for the standard error.
    public func calibrationMeasures() -> Result<CalibrationMeasures, NotEstimable> {
        guard let prevalence, let brier = mean({ ($1 - $0) * ($1 - $0) }), let predicted = mean({ p, _ in p }) else {
            return .failure(.noObservations)
        }
        let logLoss = mean { p, y in
            let p = Self.inner(p)
            return y == 1 ? -log(p) : -log1p(-p)
        }
        let spread = prevalence * (1 - prevalence)
        let measures = CalibrationMeasures(
            brier: brier,
            brierStandardError: brierStandardError,
            scaledBrier: spread > 0 ? .success(1 - brier / spread) : .failure(.oneOutcomeClass),
            logLoss: logLoss ?? 0,
            meanPredicted: predicted,
            observedRate: prevalence,
            observedOverExpected: predicted > 0
                ? .success(prevalence / predicted) : .failure(.zeroDenominator("the number of expected events")),
            spiegelhalter: spiegelhalter,
            expectedCalibrationError: expectedCalibrationError
        )
        return .success(measures)
    }

    private var brierStandardError: Result<Double, NotEstimable> {
        let squares = zip(probabilities, outcomes).map { p, outcome in
            let distance = (outcome ? 1 : 0) - p
            return distance * distance
        }
        guard let error = ContinuousSummary(squares).standardError else {
            return .failure(.tooFew("patients", needed: 2))
        }
        return .success(error)
    }

    /// Σ (y − p)(1 − 2p) / √Σ (1 − 2p)² p (1 − p).
    private var spiegelhalter: Result<Double, NotEstimable> {
        let variance = sum { p, _ in (1 - 2 * p) * (1 - 2 * p) * p * (1 - p) }
        guard variance > 0 else { return .failure(.zeroDenominator("the variance of Spiegelhalter's statistic")) }
        return .success(sum { p, y in (y - p) * (1 - 2 * p) } / variance.squareRoot())
    }

    /// Bins (0, 0.1], …, (0.9, 1]; 0 belongs to the first.
    private var expectedCalibrationError: Double {
        var excess = Array(repeating: CompensatedSum(), count: 10)
        for (p, outcome) in zip(probabilities, outcomes) {
            excess[min(9, max(0, Int((p * 10).rounded(.up)) - 1))].add((outcome ? 1 : 0) - p)
        }
        return excess.reduce(0) { $0 + abs($1.value) } / Double(count)
    }
}
