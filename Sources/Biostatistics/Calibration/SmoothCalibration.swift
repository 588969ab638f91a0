/// How far a smooth calibration curve lies from the predictions, over the patients.
public struct SmoothCalibration: Sendable, Equatable {
    /// Mean absolute distance: the integrated calibration index, or Eavg.
    public let mean: Double
    /// Median absolute distance.
    public let median: Double
    /// 90th percentile of the absolute distance.
    public let ninetieth: Double
    /// Largest absolute distance.
    public let largest: Double
    /// Whether the curve was evaluated on a grid and interpolated, as for many patients.
    public let onGrid: Bool
    /// Points of the curve in ascending order of the prediction, for drawing.
    public let curve: [CurvePoint]

    /// A point of a calibration curve.
    public struct CurvePoint: Sendable, Equatable {
        /// Predicted probability.
        public let predicted: Double
        /// Smoothed share of events.
        public let observed: Double
    }
}

extension ScoredOutcomes {
    /// Above this many patients a smooth curve is evaluated on a grid: exact evaluation takes n² steps.
    public static let largestExactCurve = 20_000
    /// Fewer patients than this have no calibration index by local regression.
    public static let fewestForLocalRegression = 20
    private static let gridPoints = 501

    /// Distances from the local quadratic curve (span 0.75): ICI, E50, E90, Emax.
    ///
    /// Refused for fewer than 20 patients, and where three quarters of the predictions are tied somewhere.
    /// Equals R `loess(y ~ p, control = loess.control(surface = "direct"))`.
    /// Source: Austin and Steyerberg, Stat Med 38 (2019) 4051.
    public func localRegressionCalibration() -> Result<SmoothCalibration, NotEstimable> {
        guard count >= Self.fewestForLocalRegression else {
            return .failure(.tooFew("patients", needed: Self.fewestForLocalRegression))
        }
        let refusal = NotEstimable.noVariation(of: "the prediction among the nearest three quarters of patients")
        return smooth { x, y, points in LocalRegression(sorted: x, y).values(at: points) }.map { .success($0) }
            ?? .failure(refusal)
    }

    /// Distances from lowess (span 2/3, no robustness steps), as drawn by R `rms::val.prob`: Eavg, E90, Emax.
    ///
    /// Refused for fewer than 20 patients. Source: Harrell, Regression Modeling Strategies (2015), chapter 10.
    public func lowessCalibration() -> Result<SmoothCalibration, NotEstimable> {
        guard count >= Self.fewestForLocalRegression else {
            return .failure(.tooFew("patients", needed: Self.fewestForLocalRegression))
        }
        return smooth { x, y, points in LocalLine(sorted: x, y).values(at: points) }.map { .success($0) }
            ?? .failure(.noObservations)
    }

    private typealias Smoother = (ContiguousArray<Double>, ContiguousArray<Double>, [Double]) -> [Double]?

    private func smooth(_ smoother: Smoother) -> SmoothCalibration? {
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        let x = ContiguousArray(order.map { probabilities[$0] })
        let y = ContiguousArray(order.map { outcomes[$0] ? 1.0 : 0 })
        let onGrid = count > Self.largestExactCurve
        let points = Self.distinct(onGrid ? Self.grid(x) : Array(x))
        guard let heights = smoother(x, y, points) else { return nil }
        var segment = 0
        let distances = x.map { prediction in
            while segment + 1 < points.count, points[segment + 1] <= prediction { segment += 1 }
            return abs(Self.height(at: prediction, from: segment, points, heights) - prediction)
        }
        let sorted = AscendingValues(distances)
        return SmoothCalibration(
            mean: CompensatedSum.of(distances) / Double(count),
            median: sorted.quantile(0.5),
            ninetieth: sorted.quantile(0.9),
            largest: sorted.quantile(1),
            onGrid: onGrid,
            curve: zip(points, heights).map { SmoothCalibration.CurvePoint(predicted: $0, observed: $1) }
        )
    }

    private static func height(at x: Double, from segment: Int, _ points: [Double], _ heights: [Double]) -> Double {
        guard x > points[segment], segment + 1 < points.count else { return heights[segment] }
        let share = (x - points[segment]) / (points[segment + 1] - points[segment])
        return heights[segment] + share * (heights[segment + 1] - heights[segment])
    }

    private static func distinct(_ ascending: [Double]) -> [Double] {
        ascending.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// Equally many patients between neighbouring points, the ends included.
    private static func grid(_ ascending: ContiguousArray<Double>) -> [Double] {
        (0..<gridPoints).map { ascending[(ascending.count - 1) * $0 / (gridPoints - 1)] }
    }
}
