import Testing

@testable import Biostatistics

@Suite("Functions agree with 50-digit values", .enabled(if: ReferenceValues.isPresent, ReferenceValues.absence))
struct SpecialFunctionReferenceTests {
    /// The functions of the file that exist here, by the name they have there.
    private static let functions: [String: @Sendable ([Double]) -> Double] = [
        "pnorm": { NormalDistribution.cumulative($0[0]) },
        "pnorm_upper": { NormalDistribution.upperTail($0[0]) },
        "qnorm": { NormalDistribution.quantile($0[0]) },
        "pbeta": { BetaDistribution.cumulative($0[0], a: $0[1], b: $0[2]) },
        "qbeta": { BetaDistribution.quantile($0[0], a: $0[1], b: $0[2]) },
        "lgamma": { logGamma($0[0]) },
    ]

    @Test(
        "normal, beta and gamma functions",
        arguments: try ReferenceValues.cases("special_functions") { functions[$0["fn"].text ?? ""] != nil }
    )
    func value(_ reference: ReferenceCase) throws {
        let function = try #require(reference.input["fn"].text.flatMap { Self.functions[$0] })
        reference.check(function(reference.input["args"].elements.compactMap(\.number)), "value")
    }
}
