import Testing

@testable import Biostatistics

@Suite("A p-chart")
struct ProportionChartTests {
    private func periods(_ counts: [(Int, Int)]) -> [Proportion] {
        counts.map { Proportion(events: $0.0, total: $0.1) }
    }

    /// Baseline events and total, size of a later month, limits: R 4,
    /// `p <- x / m; qbinom(pnorm(-3), n, p); qbinom(pnorm(3), n, p)`.
    static let reference: [[Int]] = [
        [20, 100, 1, 0, 1], [20, 100, 5, 0, 4], [20, 100, 30, 1, 13], [20, 100, 100, 9, 33],
        [20, 100, 1200, 199, 282], [3, 40, 1, 0, 1], [3, 40, 5, 0, 3], [3, 40, 30, 0, 7], [3, 40, 100, 1, 16],
        [3, 40, 1200, 64, 118], [1, 250, 1, 0, 1], [1, 250, 5, 0, 1], [1, 250, 30, 0, 2], [1, 250, 100, 0, 3],
        [1, 250, 1200, 0, 13], [37, 60, 1, 0, 1], [37, 60, 5, 0, 5], [37, 60, 30, 10, 26], [37, 60, 100, 47, 76],
        [37, 60, 1200, 689, 790],
    ]

    @Test("has R's binomial quantiles as its limits", arguments: reference)
    func limits(_ row: [Int]) {
        let chart = ProportionChart(periods([(row[0], row[1]), (0, row[2])]), baselinePeriods: 1)
        #expect(chart.points[1].limits == row[3]...row[4])
    }

    @Test("marks a count beyond a limit, and not one on it")
    func beyond() {
        let counts = [(20, 100), (33, 100), (34, 100), (9, 100), (8, 100)]
        let points = ProportionChart(periods(counts), baselinePeriods: 1).points
        #expect(points.map(\.isAbove) == [false, false, true, false, false])
        #expect(points.map(\.isBelow) == [false, false, false, false, true])
        #expect(points[1].limitShares == 0.09...0.33)
    }

    @Test("takes the first periods with observations as its baseline, and passes over empty ones")
    func baseline() {
        let chart = ProportionChart(periods([(0, 0), (3, 10), (0, 0), (1, 10), (9, 10)]), baselinePeriods: 2)
        #expect(chart.baseline == Proportion(events: 4, total: 20))
        #expect(chart.baselinePeriods == 2)
        #expect(chart.points.map { $0.limits == nil } == [true, false, true, false, false])
        #expect(chart.points.map(\.isAbove) == [false, false, false, false, true])
    }

    @Test("has no limits where nothing was observed, and all of a short series as its baseline")
    func short() {
        let empty = ProportionChart(periods([(0, 0), (0, 0)]), baselinePeriods: 6)
        #expect(empty.centre == nil && empty.baselinePeriods == 0)
        #expect(empty.points.allSatisfy { $0.limits == nil && !$0.isSignal })
        #expect(ProportionChart(periods([(1, 4), (1, 4)]), baselinePeriods: 6).baseline.total == 8)
    }

    @Test("calls any event a signal where the baseline had none, and any gap where it had nothing else")
    func extremes() {
        let none = ProportionChart(periods([(0, 50), (0, 9), (1, 9)]), baselinePeriods: 1)
        #expect(none.points.map(\.limits) == [0...0, 0...0, 0...0])
        #expect(none.points.map(\.isAbove) == [false, false, true])
        let all = ProportionChart(periods([(50, 50), (8, 9)]), baselinePeriods: 1)
        #expect(all.points.map(\.isBelow) == [false, true])
    }

    /// Centre 1/2 by the first period, which lies on it and belongs to no run.
    @Test(
        "marks eight in a row on one side of the centre, none of seven",
        arguments: [
            ([1, 1, 1, 1, 1, 1, 1, 1], Array(repeating: true, count: 8)),
            ([1, 1, 1, 1, 1, 1, 1], Array(repeating: false, count: 7)),
            ([1, 1, 1, 1, 0, 1, 1, 1, 1], Array(repeating: false, count: 9)),
            ([-1, 1, 1, 1, 1, 1, 1, 1, 1, -1], [false] + Array(repeating: true, count: 8) + [false]),
            ([-1, -1, -1, -1, -1, -1, -1, -1, -1], Array(repeating: true, count: 9)),
        ]
    )
    func runs(_ sides: [Int], _ expected: [Bool]) {
        let chart = ProportionChart(periods([(50, 100)] + sides.map { (50 + $0, 100) }), baselinePeriods: 1)
        #expect(chart.points.map(\.isInRun) == [false] + expected)
        #expect(chart.points.allSatisfy { !$0.isAbove && !$0.isBelow })
    }

    @Test("passes over empty periods within a run")
    func gapInRun() {
        var counts = [(50, 100)] + Array(repeating: (51, 100), count: 8)
        counts.insert((0, 0), at: 4)
        let marked = ProportionChart(periods(counts), baselinePeriods: 1).points.map(\.isInRun)
        #expect(marked.count { $0 } == 8 && !marked[4])
    }

    @Test("leaves at most the stated chance beyond each limit, which could be no nearer", arguments: [1, 7, 40, 365])
    func tails(_ n: Int) throws {
        for events in [0, 1, 3, 10, 19] {
            let chart = ProportionChart(periods([(events, 20), (0, n)]), baselinePeriods: 1)
            let (p, limits) = (Double(events) / 20, try #require(chart.points[1].limits))
            // Brute force over the masses.
            let masses = (0...n).map { BinomialDistribution.mass($0, trials: n, probability: p) }
            let below = masses[..<limits.lowerBound].reduce(0, +)
            let above = masses[(limits.upperBound + 1)...].reduce(0, +)
            #expect(below < ProportionChart.tail && above < ProportionChart.tail + 1e-12)
            #expect(below + masses[limits.lowerBound] >= ProportionChart.tail - 1e-12)
            #expect(above + masses[limits.upperBound] > ProportionChart.tail - 1e-12)
        }
    }
}
