import Foundation

/// Lin's concordance correlation: the Pearson correlation times the closeness to the line of identity.
public struct ConcordanceCorrelation: Sendable, Equatable {
    /// Pearson × bias correction, with limits on Fisher's z scale where they exist.
    public let estimate: Estimate
    /// Pearson's correlation.
    public let pearson: Double
    /// How far the best line lies from identity: 1 where it is it.
    public let biasCorrection: Double
}

extension PairedMeasurements {
    /// Lin's concordance correlation, variances with n.
    ///
    /// Refused for fewer than two subjects or where a measurement does not vary. No limits for fewer than three subjects
    /// and at complete concordance, where Fisher's scale has none. Equals R `epiR::epi.ccc(ci = "z-transform")`.
    /// Source: Lin, Biometrics 45 (1989) 255, with the corrections of Biometrics 56 (2000) 324.
    public func concordance(level: Double = 0.95) -> Result<ConcordanceCorrelation, NotEstimable> {
        let (first, second) = (CentredMoments(x), CentredMoments(y))
        guard let meanX = first.mean, let meanY = second.mean else { return .failure(.noObservations) }
        guard x.count > 1 else { return .failure(.tooFew("subjects", needed: 2)) }
        guard first.squares > 0, second.squares > 0 else { return .failure(.noVariation(of: "a measurement")) }
        let n = Double(x.count)
        let products = CompensatedSum.of(zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) })
        let geometric = first.squares.squareRoot() * second.squares.squareRoot()
        let shift = n * (meanX - meanY) * (meanX - meanY)
        let pearson = min(1, max(-1, products / geometric))
        let correction = min(1, 2 * geometric / (first.squares + second.squares + shift))
        let estimate = min(1, max(-1, 2 * products / (first.squares + second.squares + shift)))
        let interval = Self.fisherInterval(
            estimate,
            standardError: Self.standardError(estimate, pearson, correction, shift / geometric, n),
            level
        )
        let result = ConcordanceCorrelation(
            estimate: .value(estimate, interval: interval),
            pearson: pearson,
            biasCorrection: correction
        )
        return .success(result)
    }

    /// Lin's variance with p / r written as the bias correction, so that r = 0 needs no exception.
    private static func standardError(_ p: Double, _ r: Double, _ c: Double, _ u2: Double, _ n: Double) -> Double? {
        guard n > 2 else { return nil }
        let variance =
            ((1 - r * r) * c * c * (1 - p * p) + 2 * p * p * c * (1 - p) * u2 - 0.5 * p * p * c * c * u2 * u2) / (n - 2)
        return variance >= 0 ? variance.squareRoot() : nil
    }

    private static func fisherInterval(_ p: Double, standardError: Double?, _ level: Double) -> Interval? {
        guard let standardError, abs(p) < 1 else { return nil }
        let half = NormalDistribution.criticalValue(level: level) * standardError / (1 - p * p)
        let centre = atanh(p)
        return Interval(
            lower: tanh(centre - half),
            upper: tanh(centre + half),
            level: level,
            method: .linFisherZ
        )
    }
}
