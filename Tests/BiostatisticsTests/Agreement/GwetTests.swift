import Biostatistics
import Testing

@Suite("Gwet's AC1")
struct GwetTests {
    /// AC1 of shares, from its definition.
    private func ac1(_ shares: [[Double]]) -> Double {
        let places = shares.indices
        let agreed = places.reduce(0.0) { $0 + shares[$1][$1] }
        let chance =
            places.reduce(0.0) { sum, k in
                let use = places.reduce(0.0) { $0 + shares[k][$1] + shares[$1][k] } / 2
                return sum + use * (1 - use)
            } / Double(shares.count - 1)
        return (agreed - chance) / (1 - chance)
    }

    @Test(
        "has the standard error that small changes of each cell give",
        arguments: [
            [[31, 6], [4, 59]], [[118, 5], [2, 0]], [[52, 9, 1], [12, 33, 8], [2, 7, 21]],
        ]
    )
    func delta(_ counts: [[Int]]) throws {
        let total = Double(counts.joined().reduce(0, +))
        let shares = counts.map { $0.map { Double($0) / total } }
        var (mean, square) = (0.0, 0.0)
        for i in shares.indices {
            for j in shares.indices {
                var (more, less) = (shares, shares)
                more[i][j] += 1e-6
                less[i][j] -= 1e-6
                let slope = (ac1(more) - ac1(less)) / 2e-6
                mean += shares[i][j] * slope
                square += shares[i][j] * slope * slope
            }
        }
        let expected = ((square - mean * mean) / total).squareRoot()
        let error = try AgreementTable(counts).gwetAC1StandardError.get()
        #expect(abs(error - expected) < 1e-6 * expected)
    }

    @Test("has no spread under full agreement, and an upper limit of at most 1")
    func edges() throws {
        #expect(try AgreementTable([[4, 0], [0, 9]]).gwetAC1StandardError.get() == 0)
        #expect(AgreementTable([[0, 0], [0, 0]]).gwetAC1Estimate().reason == .noObservations)
        #expect(AgreementTable([[3]]).gwetAC1Estimate().point == nil)
        let interval = try #require(AgreementTable([[20, 1], [0, 3]]).gwetAC1Estimate().interval)
        #expect(interval.upper == 1 && interval.lower < 0.95)
    }
}
