extension IntraclassCorrelation {
    /// Nil where a limit does not exist.
    func interval(_ form: Form, f: Double, df2: Int, level: Double) -> Interval? {
        let k = Double(raters)
        switch form {
        case .oneWay, .consistency, .oneWayMean, .consistencyMean:
            let limits = exactF(f, df2: df2, level: level)
            guard limits.lower > 0 else { return nil }
            let isMean = form == .oneWayMean || form == .consistencyMean
            func correlation(_ f: Double) -> Double { isMean ? 1 - 1 / f : (f - 1) / (f + k - 1) }
            return interval(correlation(limits.lower), correlation(limits.upper), level, .intraclassF)
        case .agreement, .agreementMean:
            guard let limits = satterthwaite(level: level) else { return nil }
            guard form == .agreementMean else {
                return interval(limits.lower, limits.upper, level, .intraclassSatterthwaite)
            }
            func stepUp(_ correlation: Double) -> Double { correlation * k / (1 + correlation * (k - 1)) }
            return interval(stepUp(limits.lower), stepUp(limits.upper), level, .intraclassSatterthwaite)
        }
    }

    private func interval(_ lower: Double, _ upper: Double, _ level: Double, _ method: IntervalMethod) -> Interval? {
        guard lower.isFinite, upper.isFinite else { return nil }
        return Interval(lower: lower, upper: upper, level: level, method: method)
    }

    private func exactF(_ f: Double, df2: Int, level: Double) -> (lower: Double, upper: Double) {
        let (one, other) = (Double(subjects - 1), Double(df2))
        let upper = 1 - NormalDistribution.tail(level: level)
        return (
            f / FDistribution.quantile(upper, df1: one, df2: other),
            f * FDistribution.quantile(upper, df1: other, df2: one)
        )
    }

    /// Limits of ICC(2,1), whose denominator mixes two mean squares.
    private func satterthwaite(level: Double) -> (lower: Double, upper: Double)? {
        guard let degrees = satterthwaiteDegrees, degrees > 0, degrees.isFinite else { return nil }
        let (n, k) = (Double(subjects), Double(raters))
        let (rows, columns, error) = (meanSquareRows, meanSquareColumns, meanSquareError)
        let tail = 1 - NormalDistribution.tail(level: level)
        let above = FDistribution.quantile(tail, df1: n - 1, df2: degrees)
        let below = FDistribution.quantile(tail, df1: degrees, df2: n - 1)
        let mixed = k * columns + (k * n - k - n) * error
        return (
            n * (rows - above * error) / (above * mixed + n * rows),
            n * (below * rows - error) / (mixed + n * below * rows)
        )
    }

    private var satterthwaiteDegrees: Double? {
        guard let rho = estimate(.agreement) else { return nil }
        let (n, k) = (Double(subjects), Double(raters))
        let byRaters = k * rho * meanSquareColumns / meanSquareError
        let byError = n * (1 + (k - 1) * rho) - k * rho
        let sum = byRaters + byError
        let below = (n - 1) * byRaters * byRaters + byError * byError
        return below > 0 ? (k - 1) * (n - 1) * sum * sum / below : nil
    }
}
