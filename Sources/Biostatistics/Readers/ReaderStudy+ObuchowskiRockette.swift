/// The analysis of Obuchowski and Rockette: readers and cases both random, every reader with every case in both arms.
public struct ObuchowskiRockette: Sendable, Equatable {
    /// Second minus first arm, averaged over readers.
    public let difference: Estimate
    /// Mean of the first arm.
    public let first: Estimate
    /// Mean of the second arm.
    public let second: Estimate
    /// Standard error of the difference.
    public let standardError: Double
    /// Hillis' degrees of freedom of the difference; infinite where the readers' differences are all the same.
    public let degreesOfFreedom: Result<Double, NotEstimable>
    /// F of no difference on 1 and Hillis' degrees of freedom; refused where the standard error is 0.
    public let f: Result<Double, NotEstimable>
    /// Two-sided p.
    public let p: Result<Double, NotEstimable>
    /// What the analysis of variance and the jackknife gave.
    public let components: Components

    /// Mean squares over readers and jackknife variances over cases.
    public struct Components: Sendable, Equatable {
        /// Between arms.
        public let meanSquareArms: Double
        /// Arms by readers.
        public let meanSquareInteraction: Double
        /// Mean variance of a reader's share.
        public let errorVariance: Double
        /// Mean covariance of a reader's shares in the two arms.
        public let covariance1: Double
        /// Mean covariance of two readers' shares in one arm.
        public let covariance2: Double
        /// Mean covariance of two readers' shares in different arms.
        public let covariance3: Double
    }
}

extension ReaderStudy {
    /// Compares the arms with variances that hold for readers and cases like these.
    ///
    /// F = MS(arms) / [MS(arms × readers) + max(0, r (Cov₂ − Cov₃))]; the covariances come from leaving out one at a time
    /// of the cases that the measure covers. Refused unless fully crossed with at least two readers and two such cases.
    /// Sources: Obuchowski and Rockette, Commun Stat B 24 (1995) 285; Hillis, Stat Med 26 (2007) 596.
    public func obuchowskiRockette(
        _ measure: Measure,
        level: Double = 0.95
    ) -> Result<ObuchowskiRockette, NotEstimable> {
        guard !cases.isEmpty else { return .failure(.noObservations) }
        guard isFullyCrossed else {
            return .failure(.designCannotSupport("not every reader read every case in both arms"))
        }
        guard readers.count > 1 else { return .failure(.tooFew("readers", needed: 2)) }
        let places = truths.indices.filter { measure.covers(truths[$0]) }
        guard places.count > 1 else { return .failure(.tooFew("cases that the measure covers", needed: 2)) }
        func marks(_ arm: Arm) -> [[Double]] {
            readers.indices.map { reader in
                let calls = calls(of: reader, in: arm)
                return places.map { calls[$0].isRight ? 1 : 0 }
            }
        }
        let (one, other) = (CrossedMarks(marks(.first)), CrossedMarks(marks(.second)))
        let components = ObuchowskiRockette.Components(one, other)
        let change = CrossedMarks(zip(other.marks, one.marks).map { zip($0, $1).map { $0 - $1 } })
        return .success(ObuchowskiRockette(one, other, change, components, level: level))
    }
}

extension ObuchowskiRockette {
    fileprivate init(
        _ one: CrossedMarks,
        _ other: CrossedMarks,
        _ change: CrossedMarks,
        _ components: Components,
        level: Double
    ) {
        let spread = change.spread
        difference = change.estimate(level: level)
        first = one.estimate(level: level)
        second = other.estimate(level: level)
        standardError = spread.variance.squareRoot()
        self.components = components
        guard spread.variance > 0 else {
            let refusal = NotEstimable.noVariation(of: "the difference of the arms")
            (degreesOfFreedom, f, p) = (.failure(refusal), .failure(refusal), .failure(refusal))
            return
        }
        let t = change.mean / standardError
        degreesOfFreedom = .success(spread.degreesOfFreedom)
        f = .success(t * t)
        p = .success(
            spread.degreesOfFreedom.isFinite
                ? StudentTDistribution.twoSidedP(t, df: spread.degreesOfFreedom) : NormalDistribution.twoSidedP(t)
        )
    }
}

extension ObuchowskiRockette.Components {
    /// With two arms the mean squares are those of the readers' differences.
    fileprivate init(_ one: CrossedMarks, _ other: CrossedMarks) {
        let r = Double(one.marks.count)
        let differences = zip(other.readerMeans, one.readerMeans).map { $0 - $1 }
        let mean = differences.reduce(0, +) / r
        meanSquareArms = r * mean * mean / 2
        meanSquareInteraction = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (2 * (r - 1))
        errorVariance = (one.ownCovariance(with: one) + other.ownCovariance(with: other)) / (2 * r)
        covariance1 = one.ownCovariance(with: other) / r
        covariance2 = (one.crossCovariance(with: one) + other.crossCovariance(with: other)) / 2
        covariance3 = one.crossCovariance(with: other)
    }
}

/// A value for every reader and case, each reader's mean taken as a sum of cases drawn at random.
private struct CrossedMarks {
    /// Rows are readers.
    let marks: [[Double]]
    let readerMeans: [Double]
    let mean: Double
    private let cases: Double

    init(_ marks: [[Double]]) {
        self.marks = marks
        cases = Double(marks[0].count)
        readerMeans = marks.map { $0.reduce(0, +) / Double($0.count) }
        mean = readerMeans.reduce(0, +) / Double(marks.count)
    }

    /// Sum over readers of the jackknife covariance of the same reader's means.
    func ownCovariance(with other: CrossedMarks) -> Double {
        zip(zip(marks, readerMeans), zip(other.marks, other.readerMeans)).reduce(0) { sum, pair in
            sum + covariance(pair.0.0, pair.0.1, pair.1.0, pair.1.1)
        }
    }

    /// Mean over pairs of different readers of the jackknife covariance of their means: all pairs less the own ones.
    func crossCovariance(with other: CrossedMarks) -> Double {
        let r = Double(marks.count)
        let all = covariance(caseTotals, r * mean, other.caseTotals, r * other.mean)
        return (all - ownCovariance(with: other)) / (r * (r - 1))
    }

    private var caseTotals: [Double] {
        marks[0].indices.map { place in marks.reduce(0) { $0 + $1[place] } }
    }

    /// Leaving out one case at a time gives the sample covariance over the number of cases.
    private func covariance(_ x: [Double], _ meanX: Double, _ y: [Double], _ meanY: Double) -> Double {
        zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / ((cases - 1) * cases)
    }

    /// Variance of the mean over random readers and cases, with Hillis' degrees of freedom.
    var spread: (variance: Double, degreesOfFreedom: Double) {
        let r = Double(marks.count)
        let between = readerMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (r - 1)
        let shared = max(0, r * crossCovariance(with: self))
        let sum = between + shared
        return (sum / r, sum * sum * (r - 1) / (between * between))
    }

    func estimate(level: Double) -> Estimate {
        let spread = spread
        guard spread.variance > 0 else { return .value(mean, interval: nil) }
        let critical =
            spread.degreesOfFreedom.isFinite
            ? StudentTDistribution.criticalValue(level: level, df: spread.degreesOfFreedom)
            : NormalDistribution.criticalValue(level: level)
        let half = critical * spread.variance.squareRoot()
        let interval = Interval(lower: mean - half, upper: mean + half, level: level, method: .obuchowskiRockette)
        return .value(mean, interval: interval)
    }
}

extension IntervalMethod {
    /// Student's t with Hillis' degrees of freedom.
    public static let obuchowskiRockette = IntervalMethod("Obuchowski–Rockette, Hillis t")
}
