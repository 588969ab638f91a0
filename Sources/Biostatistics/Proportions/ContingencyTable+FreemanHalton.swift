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
        // A step over several columns costs about ten times as much.
        let walk = TableWalk(ordered, steps: plan.steps / 10)
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

/// Logarithms of factorials up to a size.
struct LogFactorials {
    private let values: [Double]

    init(_ size: Int) { values = (0...size).map { logGamma(Double($0) + 1) } }

    subscript(n: Int) -> Double { values[n] }

    /// −Σ ln cell!: the logarithm of a table's probability, less what all tables with its margins share.
    func logWeight(_ rows: [[Int]]) -> Double {
        -rows.reduce(0) { $0 + $1.reduce(0) { $0 + values[$1] } }
    }
}

/// A walk over all tables with given margins, row by row, that leaves a branch as soon as its whole weight is decided.
///
/// A branch is decided where even its heaviest completion is light enough to count, or its lightest is too heavy.
private final class TableWalk {
    private let columnTotals: [Int]
    private let rowTotals: [Int]
    private let logFactorials: LogFactorials
    private let limit: Double
    private var steps: Int
    private var extremes: [Node: Extremes] = [:]

    /// A row to fill and what its columns have left.
    private struct Node: Hashable {
        let row: Int
        let left: [Int]
    }

    /// The weights of the heaviest and the lightest completion.
    private struct Extremes {
        var heaviest = -Double.infinity
        var lightest = Double.infinity
    }

    init(_ table: ContingencyTable, steps: Int) {
        self.steps = steps
        columnTotals = table.columnTotals
        rowTotals = table.rowTotals
        logFactorials = LogFactorials(table.total)
        limit = logFactorials.logWeight(table.rows) + 1e-7
    }

    /// Nil where the steps do not suffice.
    func p() -> Double? {
        let root = Node(row: 0, left: columnTotals)
        return weight(of: root, path: 0, logRoot: logCompletions(0, columnTotals)).map { min(1, $0) }
    }

    /// The share of the weight of all tables that counted tables through this node have.
    private func weight(of node: Node, path: Double, logRoot: Double) -> Double? {
        guard let extremes = extremes(of: node) else { return nil }
        if path + extremes.heaviest <= limit {
            return exp(path + logCompletions(node.row, node.left) - logRoot)
        }
        if path + extremes.lightest > limit { return 0 }
        var sum = CompensatedSum()
        let fits = fillings(of: node) { filling in
            guard let share = weight(of: filling.next, path: path + filling.weight, logRoot: logRoot) else {
                return false
            }
            sum.add(share)
            return true
        }
        return fits ? sum.value : nil
    }

    /// ln Σ Π 1/cell! over all fillings of the rows from one on: (Σ left)! / (Π row! Π left!).
    private func logCompletions(_ row: Int, _ left: [Int]) -> Double {
        let rest = left.reduce(0, +)
        return logFactorials[rest] - rowTotals[row...].reduce(0) { $0 + logFactorials[$1] }
            - left.reduce(0) { $0 + logFactorials[$1] }
    }

    private func extremes(of node: Node) -> Extremes? {
        if node.row == rowTotals.count - 1 {
            let weight = -node.left.reduce(0) { $0 + logFactorials[$1] }
            return Extremes(heaviest: weight, lightest: weight)
        }
        // What the columns have left may be exchanged between them.
        let key = Node(row: node.row, left: node.left.sorted())
        if let known = extremes[key] { return known }
        var found = Extremes()
        let fits = fillings(of: key) { filling in
            guard let rest = extremes(of: filling.next) else { return false }
            found.heaviest = max(found.heaviest, filling.weight + rest.heaviest)
            found.lightest = min(found.lightest, filling.weight + rest.lightest)
            return true
        }
        guard fits else { return nil }
        extremes[key] = found
        return found
    }

    private struct Filling {
        let weight: Double
        let next: Node
    }

    /// Calls the body with every filling of the node's row; false where the body says so or the steps are used up.
    private func fillings(of node: Node, _ body: (Filling) -> Bool) -> Bool {
        var left = node.left
        func fill(_ column: Int, needed: Int, room: Int, weight: Double) -> Bool {
            steps -= 1
            guard steps >= 0 else { return false }
            let available = left[column]
            if column == left.count - 1 {
                left[column] -= needed
                defer { left[column] = available }
                return body(Filling(weight: weight - logFactorials[needed], next: Node(row: node.row + 1, left: left)))
            }
            let roomAfter = room - available
            for count in max(0, needed - roomAfter)...min(needed, available) {
                left[column] = available - count
                let goesOn = fill(
                    column + 1,
                    needed: needed - count,
                    room: roomAfter,
                    weight: weight - logFactorials[count]
                )
                if !goesOn { return false }
            }
            left[column] = available
            return true
        }
        return fill(0, needed: rowTotals[node.row], room: left.reduce(0, +), weight: 0)
    }
}
