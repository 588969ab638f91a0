import Foundation

/// Two measurements of the same subjects: how far they differ, and how far that leaves the line of identity.
public struct PairedMeasurements: Sendable, Equatable {
    /// The first measurement of each subject.
    public let x: [Double]
    /// The second.
    public let y: [Double]

    /// Finite values, one of each a subject.
    public init(x: [Double], y: [Double]) {
        precondition(x.count == y.count && (x + y).allSatisfy(\.isFinite), "two finite values a subject")
        self.x = x
        self.y = y
    }

    private var differences: CentredMoments { CentredMoments(zip(x, y).map { $0 - $1 }) }

    /// Mean difference x − y with its t interval; no limits for a single subject.
    public func bias(level: Double = 0.95) -> Estimate {
        let differences = differences
        guard let mean = differences.mean else { return .notEstimable(.noObservations) }
        guard let variance = differences.varianceOfMean else { return .value(mean, interval: nil) }
        let half = criticalT(level) * variance.squareRoot()
        return .value(mean, interval: interval(mean, half, level, .pairedT))
    }

    /// Standard deviation of the differences; refused for fewer than two subjects.
    public var standardDeviation: Result<Double, NotEstimable> {
        guard let variance = differences.variance else { return .failure(.tooFew("subjects", needed: 2)) }
        return .success(variance.squareRoot())
    }

    /// Limits of agreement, bias ∓ z · SD, each with its interval t · SD · √(1/n + z² / 2(n − 1)).
    ///
    /// Refused for fewer than two subjects. Sources: Bland and Altman, Lancet 327 (1986) 307; Bland and Altman,
    /// Stat Methods Med Res 8 (1999) 135.
    public func limitsOfAgreement(level: Double = 0.95) -> Result<(lower: Estimate, upper: Estimate), NotEstimable> {
        let differences = differences
        guard let mean = differences.mean else { return .failure(.noObservations) }
        guard let variance = differences.variance else { return .failure(.tooFew("subjects", needed: 2)) }
        let (n, deviation) = (Double(x.count), variance.squareRoot())
        let z = NormalDistribution.criticalValue(level: level)
        let half = criticalT(level) * deviation * (1 / n + z * z / (2 * (n - 1))).squareRoot()
        func limit(_ value: Double) -> Estimate { .value(value, interval: interval(value, half, level, .blandAltman)) }
        return .success((limit(mean - z * deviation), limit(mean + z * deviation)))
    }

    /// √(Σ (x − y)² / 2n); nil without subjects.
    public var withinSubjectDeviation: Double? {
        guard !x.isEmpty else { return nil }
        let squares = CompensatedSum.of(zip(x, y).lazy.map { ($0 - $1) * ($0 - $1) })
        return (squares / (2 * Double(x.count))).squareRoot()
    }

    private func criticalT(_ level: Double) -> Double {
        StudentTDistribution.criticalValue(level: level, df: Double(x.count - 1))
    }

    private func interval(_ centre: Double, _ half: Double, _ level: Double, _ method: IntervalMethod) -> Interval {
        Interval(lower: centre - half, upper: centre + half, level: level, method: method)
    }
}

extension IntervalMethod {
    /// Mean with Student's t.
    public static let pairedT = IntervalMethod("Student t, paired")
    /// Bland and Altman 1999, interval of a limit of agreement.
    public static let blandAltman = IntervalMethod("Bland–Altman, t")
    /// Lin 1989, on Fisher's z scale.
    public static let linFisherZ = IntervalMethod("Lin, Fisher z")
}
