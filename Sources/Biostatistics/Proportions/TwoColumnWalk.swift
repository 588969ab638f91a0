import Foundation

/// The Freeman–Halton test of a table of two columns: a walk over the events of each row, cut where it is decided.
///
/// A branch is decided where even its heaviest completion is light enough to count, or its lightest is too heavy. The
/// last two rows need no walk: given the events left to them their weights rise to one peak, so two searches suffice.
struct TwoColumnWalk {
    private let totals: [Int]
    /// ln of the ways to choose the events, by row.
    private let logChoices: [[Double]]
    /// ln of the ways to place the events left in the rows from one on.
    private let logCompletions: [[Double]]
    private let heaviest: [[Double]]
    private let lightest: [[Double]]
    private let limit: Double
    private var pairs: [Int: LastPair] = [:]
    private var steps: Int

    /// Nil where the bounds alone would take more steps; at least three rows.
    init?(_ rows: [Proportion], steps: Int) {
        let events = rows.reduce(0) { $0 + $1.events }
        let bounds = rows.reduce(0.0) { $0 + Double(min($1.total, events) + 1) * Double(events + 1) }
        guard bounds < Double(steps) else { return nil }
        self.steps = steps - Int(bounds)
        let totals = rows.map(\.total)
        self.totals = totals
        let logFactorials = LogFactorials(totals.reduce(0, +))
        func choices(_ n: Int, _ k: Int) -> Double { logFactorials[n] - logFactorials[k] - logFactorials[n - k] }
        logChoices = totals.map { total in (0...min(total, events)).map { choices(total, $0) } }
        limit = rows.reduce(1e-7) { $0 + choices($1.total, $1.events) }
        let rest = totals.indices.map { totals[$0...].reduce(0, +) }
        logCompletions = rest.map { rest in
            (0...events).map { $0 <= rest ? choices(rest, $0) : -.infinity }
        }
        heaviest = Self.extremes(logChoices, events, worst: -.infinity, better: max)
        lightest = Self.extremes(logChoices, events, worst: .infinity, better: min)
    }

    /// The share of the tables that are not more probable; nil where the steps do not suffice.
    mutating func p() -> Double? {
        let events = logCompletions[0].count - 1
        return weight(row: 0, left: events, path: -logCompletions[0][events], offset: logCompletions[0][events])
            .map { min(1, $0) }
    }

    /// The best sum of ln choices over the rows from one on, by the events left.
    private static func extremes(
        _ logChoices: [[Double]],
        _ events: Int,
        worst: Double,
        better: (Double, Double) -> Double
    ) -> [[Double]] {
        var following = [0.0] + Array(repeating: worst, count: events)
        var all: [[Double]] = []
        for choices in logChoices.reversed() {
            following = (0...events).map { left in
                (0...min(left, choices.count - 1)).reduce(worst) { best, k in
                    better(best, choices[k] + following[left - k])
                }
            }
            all.append(following)
        }
        return all.reversed()
    }

    /// `path` is the ln share so far; `offset` brings it back to the scale of the limit.
    private mutating func weight(row: Int, left: Int, path: Double, offset: Double) -> Double? {
        steps -= 1
        guard steps > 0 else { return nil }
        if path + offset + heaviest[row][left] <= limit { return exp(path + logCompletions[row][left]) }
        if path + offset + lightest[row][left] > limit { return 0 }
        if row == totals.count - 2 {
            let pair = pairs[left] ?? LastPair(first: logChoices[row], second: logChoices[row + 1], left: left)
            pairs[left] = pair
            return exp(path + logCompletions[row][left]) * pair.share(upTo: limit - path - offset)
        }
        let following = logCompletions[row + 1]
        var sum = CompensatedSum()
        for k in 0...min(left, logChoices[row].count - 1) where following[left - k] > -.infinity {
            let next = path + logChoices[row][k]
            guard let share = weight(row: row + 1, left: left - k, path: next, offset: offset) else { return nil }
            sum.add(share)
        }
        return sum.value
    }
}

/// The last two rows of a walk: ln weights by the events of the first of them, and shares from both ends.
private struct LastPair {
    private let logWeights: [Double]
    private let peak: Int
    private let lower: [Double]
    private let upper: [Double]

    init(first: [Double], second: [Double], left: Int) {
        let range = max(0, left - second.count + 1)...min(left, first.count - 1)
        let logWeights = range.map { first[$0] + second[left - $0] }
        self.logWeights = logWeights
        peak = logWeights.indices.max { logWeights[$0] < logWeights[$1] } ?? 0
        let top = logWeights[peak]
        let weights = logWeights.map { exp($0 - top) }
        let total = CompensatedSum.of(weights)
        lower = Self.runningSums(weights, total)
        upper = Self.runningSums(weights.reversed(), total)
    }

    private static func runningSums(_ weights: [Double], _ total: Double) -> [Double] {
        var sum = CompensatedSum()
        return [0]
            + weights.map { weight in
                sum.add(weight)
                return sum.value / total
            }
    }

    /// The share of the weights up to a limit: both ends, as the weights rise to the peak and fall after it.
    func share(upTo limit: Double) -> Double {
        if logWeights[peak] <= limit { return 1 }
        let below = Self.count(peak) { logWeights[$0] <= limit }
        let above = Self.count(logWeights.count - 1 - peak) { logWeights[logWeights.count - 1 - $0] <= limit }
        return lower[below] + upper[above]
    }

    /// How many places from 0 on hold, of those below a bound; once one does not, none after it does.
    private static func count(_ bound: Int, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, bound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
