extension CochranArmitage {
    /// The linear-by-linear association test, z²(N − 1)/N on one degree of freedom.
    ///
    /// Refused where the trend test is. Source: Mantel, J Am Stat Assoc 58 (1963) 690.
    public static func linearByLinear(
        _ groups: [Proportion],
        scores: [Double]? = nil
    ) -> Result<ChiSquareTest, NotEstimable> {
        let total = groups.reduce(0.0) { $0 + Double($1.total) }
        return test(groups, scores: scores).map { trend in
            ChiSquareTest(trend.z * trend.z * (total - 1) / total, degreesOfFreedom: 1)
        }
    }
}
