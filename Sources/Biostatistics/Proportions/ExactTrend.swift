import Foundation

/// The exact test for a trend of proportions over ordered groups, conditional on the margins.
public struct ExactTrend: Sendable, Equatable {
    /// P(|T − E| ≥ |t − E|) of the scored sum of events T.
    public let twoSided: ExactP
    /// P(T ≥ t): that the proportion rises with the score.
    public let increasing: ExactP

    /// Tests the scored sum of events; scores default to the groups' positions.
    ///
    /// It is 1 where the margins allow one sum. The distribution of the sum is a convolution over the groups, exact wherever the scores are whole multiples of one
    /// step and the plan's steps suffice, else simulated. One finite score a group.
    /// Source: Agresti, Categorical Data Analysis, 2nd ed. 2002, section 5.3.
    public static func test(
        _ groups: [Proportion],
        scores: [Double]? = nil,
        plan: ExactTestPlan = ExactTestPlan(steps: 2_000_000_000)
    ) -> ExactTrend {
        let scores = scores ?? groups.indices.map(Double.init)
        precondition(scores.count == groups.count && scores.allSatisfy(\.isFinite), "one finite score a group")
        if let steps = wholeSteps(scores), let trend = ScoredSums(groups, steps: steps, plan: plan)?.test() {
            return trend
        }
        return simulated(groups, scores, plan)
    }

    /// The scores as whole multiples of a step above the lowest; nil where no step down to 1/1000 fits.
    private static func wholeSteps(_ scores: [Double]) -> [Int]? {
        guard let lowest = scores.min() else { return [] }
        let spread = scores.map { $0 - lowest }
        for unit in 1...1000 {
            let scaled = spread.map { $0 * Double(unit) }
            let whole = scaled.map { $0.rounded() }
            if zip(scaled, whole).allSatisfy({ abs($0 - $1) < 1e-9 * max(1, $1) }), whole.allSatisfy({ $0 < 1e6 }) {
                let steps = whole.map { Int($0) }
                let divisor = steps.reduce(0, greatestCommonDivisor)
                return divisor > 1 ? steps.map { $0 / divisor } : steps
            }
        }
        return nil
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }

    private static func simulated(_ groups: [Proportion], _ scores: [Double], _ plan: ExactTestPlan) -> ExactTrend {
        let table = ContingencyTable(groups.map { [$0.events, $0.total - $0.events] })
        let share = Double(table.columnTotals.first ?? 0) / Double(max(1, table.total))
        let expected = zip(groups, scores).reduce(0) { $0 + Double($1.0.total) * share * $1.1 }
        let observed = zip(groups, scores).reduce(0) { $0 + Double($1.0.events) * $1.1 }
        let slack = 1e-9 * max(1, abs(observed), abs(expected))
        var (far, high) = (0, 0)
        for replicate in 0..<plan.replicates {
            var generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(plan.seed, replicate: UInt64(replicate)))
            let sum = zip(table.randomRows(using: &generator), scores).reduce(0) { $0 + Double($1.0[0]) * $1.1 }
            if sum >= observed - slack { high += 1 }
            if abs(sum - expected) >= abs(observed - expected) - slack { far += 1 }
        }
        return ExactTrend(
            twoSided: .simulated(hits: far, replicates: plan.replicates, seed: plan.seed),
            increasing: .simulated(hits: high, replicates: plan.replicates, seed: plan.seed)
        )
    }
}

/// The joint distribution of events and scored events, group by group.
///
/// Each group is binomial with the common proportion: given the sum of events that is the hypergeometric distribution
/// wanted, and nothing underflows where it matters.
private struct ScoredSums {
    private let groups: [Proportion]
    private let steps: [Int]
    private let events: Int
    private let total: Int
    /// One more than the largest sum.
    private let width: Int

    /// Nil where the convolution would need more steps than the plan allows.
    init?(_ groups: [Proportion], steps: [Int], plan: ExactTestPlan) {
        total = groups.reduce(0) { $0 + $1.total }
        let isMinority = 2 * groups.reduce(0) { $0 + $1.events } <= total
        // The rarer outcome needs the smaller table; mirrored scores shift the sum by a constant.
        self.groups = isMinority ? groups : groups.map(\.complement)
        let highest = steps.max() ?? 0
        self.steps = isMinority ? steps : steps.map { highest - $0 }
        events = self.groups.reduce(0) { $0 + $1.events }
        width = Double(events) * Double(highest) < 1e7 ? events * highest + 1 : Int.max
        guard Double(events + 1) * Double(width) <= 1e7, cost <= Double(plan.steps) else { return nil }
    }

    /// Multiplications of the convolution.
    private var cost: Double {
        var (cost, counted, reached) = (0.0, 0, 0)
        for (group, step) in zip(groups, steps) {
            let most = min(group.total, events)
            cost += Double(counted + 1) * Double(reached + 1) * Double(most + 1)
            (counted, reached) = (min(events, counted + most), min(width - 1, reached + most * step))
        }
        return cost
    }

    func test() -> ExactTrend {
        let observed = zip(groups, steps).reduce(0) { $0 + $1.0.events * $1.1 }
        let weights = distribution()
        let all = CompensatedSum.of(weights)
        let moment = zip(groups, steps).reduce(0.0) { $0 + Double($1.0.total) * Double($1.1) }
        let expected = total > 0 ? moment * (Double(events) / Double(total)) : 0
        let distance = abs(Double(observed) - expected) * (1 - 1e-12)
        let far = CompensatedSum.of(
            weights.indices.lazy.filter { abs(Double($0) - expected) >= distance }.map { weights[$0] }
        )
        return ExactTrend(
            twoSided: .exact(min(1, far / all)),
            increasing: .exact(min(1, CompensatedSum.of(weights[observed...]) / all))
        )
    }

    /// The weight of every scored sum among the tables with the observed number of events.
    private func distribution() -> [Double] {
        let share = total > 0 ? Double(events) / Double(total) : 0
        var sums = [Double](repeating: 0, count: (events + 1) * width)
        sums[0] = 1
        var (counted, reached) = (0, 0)
        for (group, step) in zip(groups, steps) {
            let most = min(group.total, events)
            let masses = (0...most).map { BinomialDistribution.mass($0, trials: group.total, probability: share) }
            var next = [Double](repeating: 0, count: sums.count)
            for before in 0...counted {
                let from = sums[(before * width)..<(before * width + reached + 1)]
                for count in 0...min(most, events - before) {
                    let base = (before + count) * width + count * step - before * width
                    Self.add(from, times: masses[count], to: &next, shiftedBy: base)
                }
            }
            sums = next
            (counted, reached) = (min(events, counted + most), min(width - 1, reached + most * step))
        }
        return Array(sums[(events * width)...])
    }

    private static func add(_ from: ArraySlice<Double>, times factor: Double, to: inout [Double], shiftedBy shift: Int)
    {
        to.withUnsafeMutableBufferPointer { target in
            from.withUnsafeBufferPointer { source in
                let base = from.startIndex + shift
                for offset in 0..<min(source.count, target.count - base) {
                    target[base + offset] += factor * source[offset]
                }
            }
        }
    }
}
