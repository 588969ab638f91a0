import Testing

@testable import Biostatistics

@Suite("Sorting scores")
struct RadixSortTests {
    private static let inputs: [[Double]] = {
        var generator = Xoshiro256StarStar(seed: 7)
        let uniform = (0..<5000).map { _ in generator.uniform() }
        let normal = (0..<5000).map { _ in generator.normal() }
        return [
            [], [1], uniform, normal, uniform.map { ($0 * 10).rounded() }, [Double](repeating: 0.5, count: 3000),
            // One outlier leaves all others equal in their leading bits.
            uniform.map { 0.5 + $0 * 1e-12 } + [1e300, -1e300],
            uniform.map { $0 < 0.5 ? -.infinity : .infinity } + [0],
            normal.map { $0 * .leastNonzeroMagnitude * 1e6 }, normal.map { $0 * 1e300 },
            (0..<3000).map(Double.init), (0..<3000).reversed().map(Double.init),
        ]
    }()

    @Test(arguments: inputs) func `keys come out in the order of their numbers`(_ numbers: [Double]) {
        var keys = numbers.map(OrderedKey.of)
        RadixSort.sort(&keys)
        #expect(keys.map(OrderedKey.value) == numbers.sorted())
    }

    @Test(arguments: inputs) func `rows stay with their keys`(_ numbers: [Double]) {
        var rows = numbers.enumerated().map { KeyedRow(key: OrderedKey.of($1), row: $0, isCase: $1 > 0) }
        RadixSort.sort(&rows)
        #expect(rows.map { numbers[$0.row] } == numbers.sorted())
        #expect(Set(rows.map(\.row)).count == numbers.count && rows.allSatisfy { $0.isCase == (numbers[$0.row] > 0) })
    }

    @Test func `both zeros are one score, and the smallest number is another`() {
        #expect(OrderedKey.of(-0.0) == OrderedKey.of(0.0))
        #expect(OrderedKey.of(.leastNonzeroMagnitude) > OrderedKey.of(0))
        #expect(OrderedKey.of(-.leastNonzeroMagnitude) < OrderedKey.of(0))
        #expect(OrderedKey.of(-.infinity) < OrderedKey.of(-.greatestFiniteMagnitude))
    }
}
