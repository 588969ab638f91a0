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
        let change = CrossedMarks(zip(other.marks, one.marks).map { zip($0, $1).map { $0 - $1 } })
        let components = ObuchowskiRockette.Components(one, other, change)
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
    fileprivate init(_ one: CrossedMarks, _ other: CrossedMarks, _ change: CrossedMarks) {
        meanSquareArms = Double(change.marks.count) * change.mean * change.mean / 2
        meanSquareInteraction = change.variance / 2
        errorVariance = (one.ownCovariance(with: one) + other.ownCovariance(with: other)) / 2
        covariance1 = one.ownCovariance(with: other)
        covariance2 = (one.crossCovariance(with: one) + other.crossCovariance(with: other)) / 2
        covariance3 = one.crossCovariance(with: other)
    }
}

extension IntervalMethod {
    /// Student's t with Hillis' degrees of freedom.
    public static let obuchowskiRockette = IntervalMethod("Obuchowski–Rockette, Hillis t")
}
