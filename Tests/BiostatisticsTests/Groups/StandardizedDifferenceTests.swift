import Foundation
import Testing

@testable import Biostatistics

@Suite("The standardized difference")
struct StandardizedDifferenceTests {
    @Test(
        "of two categories is the difference of the shares over their mean spread",
        arguments: [
            ([12, 30], [25, 14]), ([1, 99], [1, 999]), ([7, 7], [3, 3]),
        ]
    )
    func binary(_ first: [Int], _ second: [Int]) throws {
        let p = Double(first[0]) / Double(first.reduce(0, +))
        let q = Double(second[0]) / Double(second.reduce(0, +))
        let expected = abs(p - q) / ((p * (1 - p) + q * (1 - q)) / 2).squareRoot()
        let value = try #require(StandardizedDifference.ofCategories(first, second).point)
        #expect(abs(value - expected) < 1e-12)
    }

    @Test("of categories does not depend on their order, on the order of the groups, or on unused categories")
    func invariant() throws {
        let (first, second) = ([5, 0, 11, 8], [9, 2, 3, 0])
        let value = try #require(StandardizedDifference.ofCategories(first, second).point)
        for order in [[3, 2, 1, 0], [1, 3, 0, 2]] {
            let permuted = StandardizedDifference.ofCategories(order.map { first[$0] }, order.map { second[$0] }).point
            #expect(abs((permuted ?? 0) - value) < 1e-12)
        }
        #expect(abs((StandardizedDifference.ofCategories(second, first).point ?? 0) - value) < 1e-12)
        let wider = StandardizedDifference.ofCategories(first + [0], second + [0]).point
        #expect(abs((wider ?? 0) - value) < 1e-12)
    }

    @Test("of categories is refused for an empty group and where the groups share no category, 0 where there is one")
    func edges() {
        #expect(StandardizedDifference.ofCategories([0, 0], [1, 2]).reason == .noObservations)
        #expect(StandardizedDifference.ofCategories([4, 0], [0, 5]).point == nil)
        #expect(StandardizedDifference.ofCategories([4, 3, 0, 0], [0, 0, 5, 1]).point == nil)
        #expect(StandardizedDifference.ofCategories([4, 0], [7, 0]).point == 0)
        #expect(StandardizedDifference.ofCategories([], []).reason == .noObservations)
    }

    @Test("that is largest is named by its pair, the first of equals, among all pairs or those with a reference")
    func largest() {
        let means = [1.0, 4, 2, 5]
        func difference(_ one: Int, _ other: Int) -> Estimate { .value(means[one] - means[other], interval: nil) }
        let all = StandardizedDifference.largest(groups: 4, difference)
        #expect(all == StandardizedDifference(first: 0, second: 3, value: .value(-4, interval: nil)))
        let held = StandardizedDifference.largest(groups: 4, reference: 2, difference)
        #expect(held == StandardizedDifference(first: 3, second: 2, value: .value(3, interval: nil)))
        #expect(StandardizedDifference.largest(groups: 1, difference) == nil)
        #expect(StandardizedDifference.largest(groups: 1, reference: 0, difference) == nil)
        let none = StandardizedDifference.largest(groups: 3) { _, _ in .notEstimable(.noObservations) }
        #expect(none?.first == 0 && none?.second == 1 && none?.value.reason == .noObservations)
        let one = StandardizedDifference.largest(groups: 3) { one, other in
            (one, other) == (1, 2) ? .value(0, interval: nil) : .notEstimable(.noObservations)
        }
        #expect(one?.first == 1 && one?.second == 2)
    }

    @Test("of a measurement passes over groups without values, and one value has no standard deviation")
    func baseline() {
        let variable = BaselineMeasurement([[1, 2, 3], [], [nil, 4], [5, 6, nil]])
        #expect(variable.missing == [0, 0, 1, 1] && variable.overall.count == 6)
        #expect(variable.groups[2].standardDeviation == nil && variable.groups[1].mean == nil)
        #expect(variable.difference()?.first == 0 && variable.difference()?.second == 3)
    }

    @Test("stands beside counts of known categories, missing ones apart")
    func categories() {
        let variable = BaselineCategories([[0, 1, nil], [], [1, 1]], categories: 3)
        #expect(variable.counts.rows == [[1, 1, 0], [0, 0, 0], [0, 2, 0]] && variable.missing == [1, 0, 0])
        #expect(variable.share(group: 0, category: 0) == Proportion(events: 1, total: 2))
        #expect(variable.share(group: 1, category: 0).estimate == nil)
        #expect(variable.overall(category: 1) == Proportion(events: 3, total: 4))
    }
}
