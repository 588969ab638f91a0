import Foundation
import Testing

@testable import Biostatistics

@Suite("Tables of tiers and outcomes")
struct ContingencyTableTests {
    /// Job satisfaction of Agresti, Categorical Data Analysis 2002, as in R's help page of fisher.test: p = 0.7827.
    @Test("the exact test of job satisfaction")
    func jobs() throws {
        let table = ContingencyTable([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]])
        #expect(abs(table.freemanHalton().p - 0.7827) < 5e-5)
        #expect(try abs(table.association().get().pearson.statistic - 5.9655) < 5e-5)
    }

    /// All tables with the margins, listed by brute force.
    @Test("the exact test counts every table", arguments: [[[2, 3], [4, 1], [0, 5]], [[1, 4, 2], [3, 0, 2]]])
    func bruteForce(_ rows: [[Int]]) {
        let table = ContingencyTable(rows)
        let logFactorials = LogFactorials(table.total)
        let observed = logFactorials.logWeight(rows)
        var (all, light) = (0.0, 0.0)
        Self.visit(table.rowTotals, table.columnTotals) { filled in
            let weight = logFactorials.logWeight(filled)
            all += exp(weight)
            if weight <= observed + 1e-7 { light += exp(weight) }
        }
        #expect(abs(table.freemanHalton().p - light / all) < 1e-12)
    }

    private static func visit(_ rows: [Int], _ columns: [Int], _ body: ([[Int]]) -> Void) {
        func fill(_ filled: [[Int]], _ row: [Int], _ left: [Int]) {
            if filled.count == rows.count { return body(filled) }
            let needed = rows[filled.count] - row.reduce(0, +)
            if row.count == columns.count {
                guard needed == 0 else { return }
                return fill(filled + [row], [], zip(left, row).map { $0 - $1 })
            }
            for count in 0...min(needed, left[row.count]) { fill(filled, row + [count], left) }
        }
        fill([], [], columns)
    }

    @Test("rows, columns and their exchange leave every test of association")
    func invariance() throws {
        let table = ContingencyTable([[4, 9, 1], [7, 2, 6], [3, 3, 8]])
        for other in [table.transposed, ContingencyTable([[7, 2, 6], [3, 3, 8], [4, 9, 1]])] {
            #expect(abs(other.freemanHalton().p - table.freemanHalton().p) < 1e-12)
            let (one, two) = (try table.association().get(), try other.association().get())
            #expect(abs(one.pearson.statistic - two.pearson.statistic) < 1e-12)
            #expect(abs(one.likelihoodRatio.statistic - two.likelihoodRatio.statistic) < 1e-12)
        }
    }

    @Test("empty rows and columns change nothing")
    func emptyMargins() throws {
        let plain = ContingencyTable([[4, 9], [7, 2]])
        let padded = ContingencyTable([[4, 0, 9], [0, 0, 0], [7, 0, 2]])
        #expect(padded.withoutEmptyMargins == plain)
        #expect(try padded.association().get() == plain.association().get())
        #expect(padded.freemanHalton() == plain.freemanHalton())
    }

    @Test("a table of two rows has Fisher's p", arguments: [(8, 20, 3, 31), (0, 4, 5, 6)])
    func twoByTwo(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int) {
        let pair = TwoProportions(Proportion(events: x1, total: n1), Proportion(events: x2, total: n2))
        let table = ContingencyTable([[x1, n1 - x1], [x2, n2 - x2]])
        #expect(table.freemanHalton() == .exact(pair.fisherP()))
    }

    @Test("one outcome or one row leaves nothing to test")
    func oneOutcome() {
        let table = ContingencyTable([[0, 5], [0, 9]])
        #expect(table.freemanHalton() == .exact(1))
        #expect(throws: NotEstimable.oneOutcomeClass) { try table.association().get() }
        #expect(throws: NotEstimable.noObservations) { try ContingencyTable([[0, 0], [0, 0]]).association().get() }
        #expect(throws: NotEstimable.tooFew("rows that hold anybody", needed: 2)) {
            try ContingencyTable([[3, 5]]).association().get()
        }
    }

    @Test("beyond the plan's steps the p is simulated, near the exact one and repeatable")
    func simulated() throws {
        let table = ContingencyTable([[4, 9, 1], [7, 2, 6], [3, 3, 8]])
        let plan = ExactTestPlan(steps: 10, replicates: 20_000, seed: 6)
        let simulated = table.freemanHalton(plan)
        guard case .simulated(let p, let standardError, 20_000, 6) = simulated else {
            Issue.record("not simulated")
            return
        }
        #expect(abs(p - table.freemanHalton().p) < 5 * standardError)
        #expect(table.freemanHalton(plan) == simulated)
    }
}
