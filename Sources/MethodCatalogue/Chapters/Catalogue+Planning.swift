import Biostatistics

extension Catalogue {
    static let planning: [Method] = [
        precisionSampleSize, twoProportionsSampleSize, otherSampleSize, groupSequential, conditionalPower,
        enrollmentProjection,
    ]

    static let precisionSampleSize = Method(
        "sample_size_precision",
        title: "Sample size for the precision of a yield",
        chapter: .planning,
        fields: [
            .required("p", "the proportion expected, in 0 to 1"),
            .required("half_width", "half the width the interval may have, below 0.5"),
            .optional("dropout", "share lost before the outcome is known, 0 where it is left out"),
            .conf,
        ],
        example: #"{"p": 0.3, "half_width": 0.08, "dropout": 0.1}"#
    ) { input in
        let halfWidth = try input.number("half_width", in: 0...0.5)
        guard halfWidth >= 1e-7, halfWidth < 0.5 else {
            throw input.error("half_width", "must be at least 0.0000001 and below 0.5")
        }
        let size = PrecisionSampleSize(
            proportion: try input.number("p", in: 0...1),
            halfWidth: halfWidth,
            level: try input.level()
        )
        let dropout = try input.number("dropout", in: 0...1, default: 0)
        guard dropout < 1 else { throw input.error("dropout", "must lie below 1") }
        return [
            "n_wald": MethodResult(size.wald, whole),
            "n_conservative": whole(size.conservative),
            "n_wilson": whole(size.wilson),
            "n_clopper_pearson_expected": MethodResult(size.clopperPearson) { .count($0) },
            "n_wald_inflated": MethodResult(size.wald) { whole(PrecisionSampleSize.inflated($0, dropout: dropout)) },
        ]
    }

    static let twoProportionsSampleSize = Method(
        "sample_size_two_proportions",
        title: "Sample size for two tiers",
        chapter: .planning,
        fields: [
            .required("p1", "proportion in the first group, in 0 to 1"),
            .required("p2", "proportion in the second group, in 0 to 1"),
            .optional("alpha", "two-sided error, 0.05 where it is left out"),
            .optional("power", "0.8 where it is left out"),
            .optional("ratio", "patients of the second group for one of the first, 1 where it is left out"),
        ],
        example: #"{"p1": 0.5, "p2": 0.2, "power": 0.9, "ratio": 2}"#
    ) { input in
        let ratio = try input.number("ratio", in: 1e-6...1e6, default: 1)
        let size = TwoProportionsSampleSize(
            first: try input.number("p1", in: 0...1),
            second: try input.number("p2", in: 0...1),
            errors: try errorRates(of: input),
            ratio: ratio
        )
        func exact(_ number: PlannedResult) -> MethodResult { MethodResult(number) { .number($0.exact) } }
        func count(_ number: PlannedResult) -> MethodResult { MethodResult(number, whole) }
        return [
            "n1_pooled_exact": exact(size.pooled),
            "n1_pooled": count(size.pooled),
            "n2_pooled": MethodResult(size.pooled) { whole($0.multiplied(by: ratio)) },
            "n1_unpooled_exact": exact(size.unpooled),
            "n1_unpooled": count(size.unpooled),
            "n1_fleiss_cc_exact": exact(size.continuityCorrected),
            "n1_fleiss_cc": count(size.continuityCorrected),
            "n1_arcsine_exact": exact(size.arcsine),
            "n1_arcsine": count(size.arcsine),
        ]
    }

    typealias PlannedResult = Result<PlannedNumber, NotEstimable>

    /// A number rounded up: a count unless it is beyond every count.
    static func whole(_ number: PlannedNumber) -> MethodResult {
        Int(exactly: number.count).map(MethodResult.count) ?? .number(number.count)
    }

    /// The members `alpha` and `power`.
    static func errorRates(of input: MethodInput) throws -> ErrorRates {
        let alpha = try input.number("alpha", default: 0.05)
        let power = try input.number("power", default: 0.8)
        guard alpha > 0, alpha < 1 else { throw input.error("alpha", "must lie between 0 and 1") }
        guard power > alpha, power < 1 else { throw input.error("power", "must lie between alpha and 1") }
        return ErrorRates(alpha: alpha, power: power)
    }
}
