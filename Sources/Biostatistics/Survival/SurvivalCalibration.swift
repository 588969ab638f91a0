import Foundation

extension IntervalMethod {
    /// Observed over expected, symmetric on the logarithmic scale.
    public static let observedExpectedLog = IntervalMethod("log, Greenwood")
}

/// How well predicted risks at a horizon agree with what Kaplan and Meier find.
public struct SurvivalCalibration: Sendable, Equatable {
    /// Patients taken together, and what was predicted for them.
    public struct Group: Sendable, Equatable {
        /// How many patients.
        public let count: Int
        /// Events seen by the horizon.
        public let events: Int
        /// The mean predicted risk.
        public let meanPredicted: Double
        /// 1 − S at the horizon; no limits where it is 0 or 1.
        public let observed: Estimate
        /// Greenwood's; nil where nothing was observed or all had the event.
        public let standardError: Double?
    }

    /// Everybody.
    public let overall: Group
    /// Observed over mean predicted risk.
    public let observedOverExpected: Estimate
    /// Groups of rising predicted risk.
    public let groups: [Group]
}

extension SurvivalCalibration {
    /// Holds predicted risks against 1 − S at a horizon, overall and in groups of predicted risk.
    ///
    /// One risk in 0...1 a patient; the horizon is positive. Groups are cut at the quantiles (type 7) of the risks, a
    /// risk equal to a cut belonging to the lower group; equal cuts, and cuts at the lowest risk, give fewer groups.
    /// Limits of observed over expected: O/E · exp(±z·se/O). Sources: Crowson, Atkinson and Therneau, Stat Methods Med
    /// Res 25 (2016) 1692; Austin, Harrell and van Klaveren, Statistics in Medicine 39 (2020) 2714.
    public static func of(
        _ predicted: [Double],
        at horizon: Double,
        _ followUp: FollowUp,
        groups: Int,
        level: Double = 0.95
    ) -> Result<SurvivalCalibration, NotEstimable> {
        precondition(predicted.count == followUp.count, "one risk a patient")
        precondition(groups > 0 && horizon > 0, "at least one group, and a positive horizon")
        guard !predicted.isEmpty else { return .failure(.noObservations) }
        let overall = group(Array(predicted.indices), predicted, horizon, followUp, level)
        let parts = places(of: predicted, groups: groups).map { group($0, predicted, horizon, followUp, level) }
        return .success(
            SurvivalCalibration(overall: overall, observedOverExpected: overall.ratio(level: level), groups: parts)
        )
    }

    private static func group(
        _ places: [Int],
        _ predicted: [Double],
        _ horizon: Double,
        _ followUp: FollowUp,
        _ level: Double
    ) -> Group {
        let curve = KaplanMeier(followUp.subset(places))
        let step = try? curve.step(at: horizon).get()
        return Group(
            count: places.count,
            events: places.reduce(0) { $0 + (followUp.events[$1] && followUp.times[$1] <= horizon ? 1 : 0) },
            meanPredicted: CompensatedSum.of(places.lazy.map { predicted[$0] }) / Double(places.count),
            observed: curve.survival(at: horizon, level: level).complement,
            standardError: step?.standardError
        )
    }

    /// The patients of each group.
    private static func places(of predicted: [Double], groups: Int) -> [[Int]] {
        let order = RadixSort.order(of: predicted)
        let quantiles = (1...groups).map { $0 < groups ? quantile($0, of: groups, order, predicted) : .infinity }
        // A cut at the lowest risk cuts nothing off.
        let cuts = quantiles.filter { $0 > predicted[order[0]] }
        var parts: [[Int]] = []
        var next = 0
        for cut in cuts {
            let start = next
            while next < order.count, predicted[order[next]] <= cut { next += 1 }
            if next > start { parts.append(Array(order[start..<next])) }
        }
        return parts
    }

    /// R's `quantile(values, part/of)` of type 7, in the order of R's own arithmetic: a cut that is rounded the other
    /// way would move a patient.
    private static func quantile(_ part: Int, of parts: Int, _ order: [Int], _ values: [Double]) -> Double {
        let position = 1 + Double(order.count - 1) * (Double(part) * (1 / Double(parts)))
        let low = position.rounded(.down)
        let (lower, upper) = (values[order[Int(low) - 1]], values[order[Int(position.rounded(.up)) - 1]])
        let share = position - low
        return lower == upper ? lower : (1 - share) * lower + share * upper
    }
}

extension SurvivalCalibration.Group {
    /// Observed over mean predicted risk.
    fileprivate func ratio(level: Double) -> Estimate {
        guard let observed = observed.point else { return self.observed }
        guard meanPredicted > 0 else { return .notEstimable(.zeroDenominator("the mean predicted risk")) }
        let ratio = observed / meanPredicted
        guard let standardError, observed > 0 else { return .value(ratio, interval: nil) }
        let factor = exp(NormalDistribution.criticalValue(level: level) * standardError / observed)
        let interval = Interval(
            lower: ratio / factor,
            upper: ratio * factor,
            level: level,
            method: .observedExpectedLog
        )
        return .value(ratio, interval: interval)
    }
}

extension Estimate {
    /// One minus a probability, limits swapped.
    fileprivate var complement: Estimate {
        guard case .value(let point, let interval) = self else { return self }
        let swapped = interval.map {
            Interval(lower: 1 - $0.upper, upper: 1 - $0.lower, level: $0.level, method: $0.method)
        }
        return .value(1 - point, interval: swapped)
    }
}
