/// The areas of two scores in the same patients, and their difference.
///
/// DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837. Equals R `pROC::roc.test(method = "delong",
/// paired = TRUE)` with `direction = "<"`. The variance of the difference is taken from each patient's difference of
/// placements, so that identical scores give exactly zero.
public struct AurocDifference: Sendable, Equatable {
    /// The first score.
    public let first: Auroc
    /// The second score.
    public let second: Auroc
    /// Covariance of the two areas; nil where a class has a single member.
    public let covariance: Double?
    /// Standard error of the difference; nil where a class has a single member, 0 for identical orders.
    public let standardError: Double?

    /// Compares two scores of the same patients; refused where a class is empty.
    ///
    /// One label and one score of each kind a patient, no score NaN.
    public static func compare(
        _ first: [Double],
        with second: [Double],
        labels: [Bool]
    ) -> Result<AurocDifference, NotEstimable> {
        precondition(first.count == labels.count && second.count == labels.count, "one label and two scores a patient")
        guard let label = labels.first else { return .failure(.noObservations) }
        guard labels.contains(!label) else { return .failure(.oneOutcomeClass) }
        let one = RankedRows(scores: first).doubledPlacements(labels: labels)
        let other = RankedRows(scores: second).doubledPlacements(labels: labels)
        var cases = PairedPlacementSums()
        var controls = PairedPlacementSums()
        for (row, isCase) in labels.enumerated() {
            if isCase { cases.add(one[row], other[row]) } else { controls.add(one[row], other[row]) }
        }
        return .success(AurocDifference(cases: cases, controls: controls))
    }

    private init(cases: PairedPlacementSums, controls: PairedPlacementSums) {
        first = Auroc(cases: cases.first, controls: controls.first)
        second = Auroc(cases: cases.second, controls: controls.second)
        let (n1, n0) = (cases.first.count, controls.first.count)
        if let a = cases.covarianceOfMeans(others: n0), let b = controls.covarianceOfMeans(others: n1) {
            covariance = a + b
        } else {
            covariance = nil
        }
        if let a = cases.varianceOfDifference(others: n0), let b = controls.varianceOfDifference(others: n1) {
            standardError = (a + b).squareRoot()
        } else {
            standardError = nil
        }
    }

    /// First minus second.
    public var value: Double { first.value - second.value }

    /// The difference with limits symmetric about it; none where a class has a single member.
    public func wald(level: Double = 0.95) -> Estimate {
        guard let standardError else { return .value(value, interval: nil) }
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let interval = Interval(lower: value - half, upper: value + half, level: level, method: .delongDifference)
        return .value(value, interval: interval)
    }

    /// Tests whether the two areas are equal.
    public func test() -> Result<Auroc.Test, NotEstimable> {
        guard let standardError else { return .failure(.tooFew("cases or controls", needed: 2)) }
        guard standardError > 0 else { return .failure(.zeroDenominator("the standard error of the difference")) }
        return .success(Auroc.Test(z: value / standardError))
    }
}

/// Sums over one class of the doubled placements under two scores.
private struct PairedPlacementSums {
    private(set) var first = PlacementSums()
    private(set) var second = PlacementSums()
    private var products: UInt128 = 0

    mutating func add(_ one: UInt32, _ other: UInt32) {
        first.add(Int(one), times: 1)
        second.add(Int(other), times: 1)
        products &+= UInt128(UInt64(one) &* UInt64(other))
    }

    func covarianceOfMeans(others: Int) -> Double? {
        guard first.count > 1 else { return nil }
        let (cross, apart) = (UInt128(first.count) * products, first.sum * second.sum)
        let numerator = cross >= apart ? Double(cross - apart) : -Double(apart - cross)
        return PlacementSums.scaled(numerator, count: first.count, others: others)
    }

    func varianceOfDifference(others: Int) -> Double? {
        guard first.count > 1 else { return nil }
        let squares = first.squares + second.squares - 2 * products
        let sum = first.sum > second.sum ? first.sum - second.sum : second.sum - first.sum
        let numerator = Double(UInt128(first.count) * squares - sum * sum)
        return PlacementSums.scaled(numerator, count: first.count, others: others)
    }
}

extension IntervalMethod {
    /// DeLong 1988 for two scores in the same patients, symmetric about the difference.
    public static let delongDifference = IntervalMethod("DeLong, paired")
}
