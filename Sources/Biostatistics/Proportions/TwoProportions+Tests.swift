extension TwoProportions {
    /// Pearson's chi-squared test of equal proportions: R `chisq.test(correct = FALSE)`.
    ///
    /// Refused where a margin of the table is empty.
    public func chiSquared() -> Result<ChiSquareTest, NotEstimable> { chiSquared(correction: { _ in 0 }) }

    /// The same with Yates' correction, at most the deviation itself: R `chisq.test(correct = TRUE)`.
    public func yates() -> Result<ChiSquareTest, NotEstimable> { chiSquared { min(0.5, $0) } }

    /// Fisher's exact test: the probability of all tables that are not more probable than the observed, given the margins.
    ///
    /// Equals R `fisher.test`; equal probabilities may differ by 1 part in 10⁷. It is 1 where a margin is empty.
    public func fisherP() -> Double {
        let distribution = tables
        let outer = OuterTails(
            mass: distribution.mass,
            mode: distribution.mode,
            support: distribution.support,
            observed: first.events
        )
        return min(1, distribution.cumulative(outer.below) + distribution.upperTail(outer.above))
    }

    /// The one-sided exact test of a higher first proportion: P(X ≥ x), as R `fisher.test(alternative = "greater")`.
    public func fisherGreaterP() -> Double { tables.upperTail(first.events) }

    private func chiSquared(correction: (Double) -> Double) -> Result<ChiSquareTest, NotEstimable> {
        let (n1, n2) = (Double(first.total), Double(second.total))
        let events = Double(first.events) + Double(second.events)
        let total = n1 + n2
        guard n1 > 0, n2 > 0 else { return .failure(.noObservations) }
        guard events > 0, events < total else { return .failure(.oneOutcomeClass) }
        // Every cell deviates from what is expected by the same number.
        let deviation = abs(Double(first.events) - n1 / total * events)
        let left = deviation - correction(deviation)
        let scale = total / n1 * (total / n2) * (total / events) * (total / (total - events)) / total
        return .success(ChiSquareTest(left * left * scale, degreesOfFreedom: 1))
    }
}
