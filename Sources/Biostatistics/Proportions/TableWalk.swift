import Foundation

/// A walk over all tables with given margins, row by row, that leaves a branch as soon as its whole weight is decided.
///
/// A branch is decided where even its heaviest completion is light enough to count, or its lightest is too heavy.
final class TableWalk {
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
        if node.row == rowTotals.count - 2 { return pairWeight(node, path: path, logRoot: logRoot) }
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
        if node.row == rowTotals.count - 2, key.left.count <= 5 {
            let found = pairExtremes(key)
            extremes[key] = found
            return found
        }
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

    // MARK: the last two rows, where the second is what the first leaves

    /// The share of the counted tables below a node of two rows, each term found without a list of its own.
    private func pairWeight(_ node: Node, path: Double, logRoot: Double) -> Double? {
        var sum = CompensatedSum()
        func fill(_ column: Int, needed: Int, room: Int, weight: Double) -> Bool {
            let available = node.left[column]
            let roomAfter = room - available
            for count in max(0, needed - roomAfter)...min(needed, available) {
                let next = weight - logFactorials[count] - logFactorials[available - count]
                guard column == node.left.count - 2 else {
                    if !fill(column + 1, needed: needed - count, room: roomAfter, weight: next) { return false }
                    continue
                }
                steps -= 1
                let last = needed - count
                let whole = next - logFactorials[last] - logFactorials[roomAfter - last]
                if whole <= limit { sum.add(exp(whole - logRoot)) }
            }
            return steps >= 0
        }
        let room = node.left.reduce(0, +)
        return fill(0, needed: rowTotals[node.row], room: room, weight: path) ? sum.value : nil
    }

    /// The heaviest filling by exchanges from the proportional one; the lightest fills whole columns but for one.
    private func pairExtremes(_ node: Node) -> Extremes {
        let (left, needed) = (node.left, rowTotals[node.row])
        func weight(_ column: Int, _ count: Int) -> Double {
            -logFactorials[count] - logFactorials[left[column] - count]
        }
        steps -= 10 * (left.count << left.count)
        return Extremes(
            heaviest: Self.heaviest(left, needed, weight),
            lightest: Self.lightest(left, needed, weight)
        )
    }

    /// Each column's weight is concave in its count, so that a filling no exchange of one improves is the heaviest.
    private static func heaviest(_ left: [Int], _ needed: Int, _ weight: (Int, Int) -> Double) -> Double {
        let room = max(1, left.reduce(0, +))
        var counts = left.map { Int(Double($0) * Double(needed) / Double(room)) }
        func gain(_ column: Int) -> Double {
            let count = counts[column]
            return count < left[column] ? weight(column, count + 1) - weight(column, count) : -.infinity
        }
        func loss(_ column: Int) -> Double {
            let count = counts[column]
            return count > 0 ? weight(column, count) - weight(column, count - 1) : .infinity
        }
        while counts.reduce(0, +) < needed {
            let best = left.indices.max { gain($0) < gain($1) } ?? 0
            counts[best] += 1
        }
        while let to = left.indices.max(by: { gain($0) < gain($1) }),
            let from = left.indices.min(by: { loss($0) < loss($1) }), gain(to) > loss(from) + 1e-12
        {
            counts[to] += 1
            counts[from] -= 1
        }
        return left.indices.reduce(0) { $0 + weight($1, counts[$1]) }
    }

    /// A concave sum is least at a corner: every column empty or full, but for one.
    private static func lightest(_ left: [Int], _ needed: Int, _ weight: (Int, Int) -> Double) -> Double {
        var least = Double.infinity
        for full in 0..<(1 << left.count) {
            let filled = left.indices.reduce(0) { $0 + (full >> $1 & 1) * left[$1] }
            for open in left.indices where full >> open & 1 == 0 {
                let rest = needed - filled
                guard (0...left[open]).contains(rest) else { continue }
                let corner = left.indices.reduce(0.0) { sum, column in
                    sum + weight(column, column == open ? rest : (full >> column & 1) * left[column])
                }
                least = min(least, corner)
            }
        }
        return least
    }

    // MARK: fillings of a row

    private struct Filling {
        let weight: Double
        let next: Node
    }

    /// Calls the body with every filling of the node's row; false where the body says so or the steps are used up.
    private func fillings(of node: Node, _ body: (Filling) -> Bool) -> Bool {
        var left = node.left
        func fill(_ column: Int, needed: Int, room: Int, weight: Double) -> Bool {
            // A filling with its lists costs about ten times a step of the last two rows.
            steps -= 10
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
