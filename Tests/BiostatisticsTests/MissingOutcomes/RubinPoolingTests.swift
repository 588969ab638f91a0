import Testing

@testable import Biostatistics

@Suite("Rubin's rules")
struct RubinPoolingTests {
    /// By hand: estimates 1, 2, 3 with variances 1: B = 1, T = 1 + 4/3, r = 4/3, λ = 4/7, ν = 2 · (7/4)² = 6.125.
    @Test("three data sets by hand")
    func byHand() throws {
        let pooled = try RubinPooling.pool([1, 2, 3], variances: [1, 1, 1]).get()
        #expect(pooled.estimate == 2 && pooled.within == 1 && pooled.between == 1)
        #expect(abs(pooled.total - 7.0 / 3) < 1e-15)
        #expect(try abs(#require(pooled.lambda.point) - 4.0 / 7) < 1e-15)
        #expect(try abs(#require(pooled.rubinDF.point) - 6.125) < 1e-14)
        // Without a limit on complete data the two degrees of freedom are one.
        #expect(try abs(#require(pooled.barnardRubinDF.point) - 6.125) < 1e-14)
    }

    @Test("complete data bound the degrees of freedom from above")
    func bounded() throws {
        for df in [4.0, 30, 1e6] {
            let pooled = try RubinPooling.pool([0.4, 0.5, 0.47], variances: [0.02, 0.02, 0.03], completeDF: df).get()
            #expect(try #require(pooled.barnardRubinDF.point) < df)
        }
    }

    @Test("data sets that agree leave the complete-data analysis")
    func agreeing() throws {
        let pooled = try RubinPooling.pool([0.5, 0.5], variances: [0.04, 0.04]).get()
        #expect(pooled.between == 0 && pooled.standardError == 0.2)
        #expect(pooled.rubinDF.point == .infinity && pooled.relativeIncrease.point == 0)
        let limits = try #require(pooled.interval().interval)
        #expect(abs(limits.upper - 0.5 - 0.2 * NormalDistribution.criticalValue(level: 0.95)) < 1e-15)
    }

    @Test("one data set says nothing of what is missing; no variance leaves no test")
    func refused() throws {
        #expect(throws: NotEstimable.tooFew("imputations", needed: 2)) {
            try RubinPooling.pool([1], variances: [1]).get()
        }
        #expect(throws: NotEstimable.noObservations) { try RubinPooling.pool([], variances: []).get() }
        let still = try RubinPooling.pool([1, 1], variances: [0, 0]).get()
        #expect(still.lambda.point == nil && still.interval().interval == nil)
        #expect(throws: NotEstimable.self) { try still.p.get() }
        let certain = try RubinPooling.pool([1, 2], variances: [0, 0]).get()
        #expect(certain.relativeIncrease.point == .infinity && certain.missingInformation.point == 1)
        #expect(certain.interval().interval == nil)
    }

    @Test("a proportion is pooled on the logit scale and stays within 0 and 1")
    func proportions() throws {
        let sets = [
            Proportion(events: 1, total: 20), Proportion(events: 2, total: 20), Proportion(events: 1, total: 20),
        ]
        let pooled = RubinPooling.proportions(sets)
        let (limits, point) = (try #require(pooled.interval), try #require(pooled.point))
        #expect(limits.lower > 0 && limits.upper < 1)
        #expect(limits.lower < point && point < limits.upper)
        #expect(RubinPooling.proportions([Proportion(events: 0, total: 9), sets[0]]).reason == .oneOutcomeClass)
    }
}
