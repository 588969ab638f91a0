import Testing

@testable import Biostatistics

@Suite("Precision and recall")
struct PrecisionRecallTests {
    /// From the highest score down: case, control, case, control, so precision 1 at recall 1/2 and 2/3 at recall 1.
    @Test func `four patients by hand`() throws {
        let curve = try RankedScores(cases: [4, 2], controls: [3, 1]).precisionRecall().get()
        #expect(abs(curve.averagePrecision - (1 + 2.0 / 3) / 2) < 1e-15)
        // Trapezoids over recall 0 to ½ (1, 1) and ½ to 1 (½ at the second score, then ⅔).
        #expect(abs(curve.trapezoidArea - (0.5 + 0.5 * (0.5 + 2.0 / 3) / 2)) < 1e-15)
        #expect(curve.baseline == 0.5)
    }

    @Test(arguments: [(50, 6), (700, 40), (700, 100_000)])
    func `average precision is the mean precision where the cases stand`(_ count: Int, _ distinct: Int) throws {
        let data = InventedScores(count: count, distinct: distinct, seed: 31)
        let precisions = data.cases.map { score in
            let (cases, controls) = (data.cases.count { $0 >= score }, data.controls.count { $0 >= score })
            return Double(cases) / Double(cases + controls)
        }
        let curve = try data.ranked.precisionRecall().get()
        #expect(abs(curve.averagePrecision - precisions.reduce(0, +) / Double(precisions.count)) < 1e-13)
    }

    @Test func `perfect separation reaches one and has no logit limits`() throws {
        let curve = try RankedScores(cases: [0.4, 0.5, 0.6], controls: [0.1, 0.2, 0.3]).precisionRecall().get()
        #expect(curve.averagePrecision == 1 && curve.trapezoidArea == 1 && curve.logit().interval == nil)
    }

    @Test func `scores without information reach the baseline`() throws {
        let curve = try RankedScores(cases: [1, 1], controls: [1, 1, 1, 1, 1, 1]).precisionRecall().get()
        #expect(curve.averagePrecision == curve.baseline && curve.baseline == 0.25)
    }

    @Test func `limits hold the estimate and widen with the level`() throws {
        let curve = try InventedScores(count: 200, distinct: 90, seed: 32).ranked.precisionRecall().get()
        let (narrow, wide) = (try #require(curve.logit(level: 0.8).interval), try #require(curve.logit().interval))
        #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
        #expect(narrow.lower < curve.averagePrecision && curve.averagePrecision < narrow.upper)
    }

    @Test func `one class has neither zero nor one but nothing`() {
        #expect(RankedScores(cases: [], controls: [0.2]).precisionRecall() == .failure(.oneOutcomeClass))
        #expect(RankedScores(cases: [0.2], controls: []).precisionRecall() == .failure(.oneOutcomeClass))
        #expect(RankedScores(cases: [], controls: []).precisionRecall() == .failure(.noObservations))
    }
}
