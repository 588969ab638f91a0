/// A whole number for every reader and case, such as 1 for a right call.
///
/// Sums of products are taken before any division, so that what has no variance has exactly none.
struct CrossedMarks {
    /// Rows are readers.
    let marks: [[Double]]
    private let totals: [Double]
    private let cases: Double
    private var readers: Double { Double(marks.count) }

    init(_ marks: [[Double]]) {
        self.marks = marks
        cases = Double(marks[0].count)
        totals = marks.map { $0.reduce(0, +) }
    }

    /// Mean over readers and cases.
    var mean: Double { totals.reduce(0, +) / (readers * cases) }

    /// Variance between the readers' means, with r − 1.
    var variance: Double {
        let squares = totals.reduce(0) { $0 + $1 * $1 }
        let sum = totals.reduce(0, +)
        return (readers * squares - sum * sum) / (readers * (readers - 1) * cases * cases)
    }

    /// Mean over readers of the jackknife covariance of the same reader's means.
    func ownCovariance(with other: CrossedMarks) -> Double { ownMoment(other) / (readers * scale) }

    /// Mean over pairs of different readers of the jackknife covariance of their means: all pairs less the own ones.
    func crossCovariance(with other: CrossedMarks) -> Double {
        (Self.moment(caseTotals, other.caseTotals) - ownMoment(other)) / (readers * (readers - 1) * scale)
    }

    private func ownMoment(_ other: CrossedMarks) -> Double {
        zip(marks, other.marks).reduce(0) { $0 + Self.moment($1.0, $1.1) }
    }

    private var caseTotals: [Double] {
        marks[0].indices.map { place in marks.reduce(0) { $0 + $1[place] } }
    }

    /// Leaving out one case at a time gives the sample covariance over the number of cases: the moment over this.
    private var scale: Double { cases * cases * (cases - 1) }

    private static func moment(_ x: [Double], _ y: [Double]) -> Double {
        let products = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        return Double(x.count) * products - x.reduce(0, +) * y.reduce(0, +)
    }

    /// Variance of the mean over random readers and cases, with Hillis' degrees of freedom.
    var spread: (variance: Double, degreesOfFreedom: Double) {
        let between = variance
        let sum = between + max(0, readers * crossCovariance(with: self))
        return (sum / readers, sum * sum * (readers - 1) / (between * between))
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
