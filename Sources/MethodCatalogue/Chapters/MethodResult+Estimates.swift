import Biostatistics

extension MethodResult {
    /// An estimate as `estimate`, `lower` and `upper`; each that does not exist says why.
    static func estimateAndLimits(_ estimate: Estimate) -> MethodResult {
        let reason = estimate.reason ?? .undefined("no interval for these data")
        return [
            "estimate": MethodResult(point: estimate),
            "lower": MethodResult(estimate.interval?.lower, else: reason),
            "upper": MethodResult(estimate.interval?.upper, else: reason),
        ]
    }

    /// The two-sided p of a z that may be refused.
    static func twoSidedP(_ z: Result<Double, NotEstimable>) -> MethodResult {
        MethodResult(z.map(NormalDistribution.twoSidedP))
    }

    /// A chi-square test of paired data as `statistic` and `p`.
    static func pairedTest(_ test: Result<PairedTest, NotEstimable>) -> MethodResult {
        ["statistic": MethodResult(test.map(\.statistic)), "p": MethodResult(test.map(\.p))]
    }
}
