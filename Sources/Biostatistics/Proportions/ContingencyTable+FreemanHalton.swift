import Foundation

extension ContingencyTable {
    /// Fisher's exact test of a table of any size: all tables with these margins that are not more probable.
    ///
    /// Equals R `fisher.test`; equal probabilities may differ by 1 part in 10⁷. It is 1 where a margin allows one table
    /// only. Beyond the plan's steps it is simulated. Source: Freeman and Halton, Biometrika 38 (1951) 141.
    public func freemanHalton(_ plan: ExactTestPlan = ExactTestPlan()) -> ExactP {
        let table = withoutEmptyMargins
        guard table.rows.count > 1, table.columnTotals.count > 1 else { return .exact(1) }
        // Few columns make few different margins, and short rows first make few branches.
        let tall = table.columnTotals.count <= table.rows.count ? table : table.transposed
        let ordered = ContingencyTable(tall.rows.sorted { $0.reduce(0, +) < $1.reduce(0, +) })
        if let groups = ordered.proportions {
            if groups.count == 2 { return .exact(TwoProportions(groups[0], groups[1]).fisherP()) }
            // The rarer outcome makes the fewer branches.
            let isMinority = 2 * groups.reduce(0) { $0 + $1.events } <= ordered.total
            var walk = TwoColumnWalk(isMinority ? groups : groups.map(\.complement), steps: plan.steps)
            return walk?.p().map(ExactP.exact) ?? ordered.simulatedFreemanHalton(plan)
        }
        let walk = TableWalk(ordered, steps: plan.steps)
        return walk.p().map(ExactP.exact) ?? ordered.simulatedFreemanHalton(plan)
    }

    private func simulatedFreemanHalton(_ plan: ExactTestPlan) -> ExactP {
        let logFactorials = LogFactorials(total)
        let limit = logFactorials.logWeight(rows) + 1e-7
        let hits = (0..<plan.replicates).count { replicate in
            var generator = Xoshiro256StarStar(
                seed: SplitMix64.replicateSeed(plan.seed, replicate: UInt64(replicate))
            )
            return logFactorials.logWeight(randomRows(using: &generator)) <= limit
        }
        return .simulated(hits: hits, replicates: plan.replicates, seed: plan.seed)
    }

    /// A table with these margins under independence: each cell hypergeometric given the cells before it.
    func randomRows(using generator: inout Xoshiro256StarStar) -> [[Int]] {
        var left = columnTotals
        var all = total
        return rowTotals.map { rowTotal in
            var (needed, urn) = (rowTotal, all)
            let row = left.map { columnLeft in
                let urnOfCell = HypergeometricDistribution(
                    marked: columnLeft,
                    unmarked: urn - columnLeft,
                    draws: needed
                )
                let cell = urnOfCell.draw(using: &generator)
                (needed, urn) = (needed - cell, urn - columnLeft)
                return cell
            }
            for column in row.indices { left[column] -= row[column] }
            all -= rowTotal
            return row
        }
    }
}

/// Logarithms of factorials, those up to a million from a list.
struct LogFactorials {
    private let values: [Double]

    init(_ size: Int) { values = (0...min(size, 1_000_000)).map { logGamma(Double($0) + 1) } }

    subscript(n: Int) -> Double { n < values.count ? values[n] : logGamma(Double(n) + 1) }

    /// −Σ ln cell!: the logarithm of a table's probability, less what all tables with its margins share.
    func logWeight(_ rows: [[Int]]) -> Double {
        -rows.reduce(0) { $0 + $1.reduce(0) { $0 + self[$1] } }
    }
}
