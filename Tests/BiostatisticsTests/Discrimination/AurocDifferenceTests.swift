import Testing

@testable import Biostatistics

@Suite("Areas of two scores in the same patients")
struct AurocDifferenceTests {
    @Test(arguments: [(30, 4), (200, 15), (800, 100_000)])
    func `variance and covariance follow their definition over all pairs`(_ count: Int, _ distinct: Int) throws {
        let data = InventedScores(count: count, distinct: distinct, seed: 11)
        let compared = try AurocDifference.compare(data.scores, with: data.others, labels: data.labels).get()
        let others = zip(data.labels, data.others)
        let (otherCases, otherControls) = (others.compactMap { $0 ? $1 : nil }, others.compactMap { $0 ? nil : $1 })
        let first = data.cases.map { InventedScores.share([$0], above: data.controls) }
        let second = otherCases.map { InventedScores.share([$0], above: otherControls) }
        let firstControls = data.controls.map { InventedScores.share(data.cases, above: [$0]) }
        let secondControls = otherControls.map { InventedScores.share(otherCases, above: [$0]) }
        let covariance = Self.covariance(first, second) + Self.covariance(firstControls, secondControls)
        let ofFirst = Self.covariance(first, first) + Self.covariance(firstControls, firstControls)
        let ofSecond = Self.covariance(second, second) + Self.covariance(secondControls, secondControls)
        #expect(abs(try #require(compared.covariance) - covariance) < 1e-12 * ofFirst)
        let variance = ofFirst + ofSecond - 2 * covariance
        #expect(abs(try #require(compared.standardError) / variance.squareRoot() - 1) < 1e-10)
    }

    /// The covariance of two means.
    private static func covariance(_ a: [Double], _ b: [Double]) -> Double {
        let n = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
        return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / (n - 1) / n
    }

    @Test func `each area is that of its score alone`() throws {
        let data = InventedScores(count: 2000, distinct: 500, seed: 12)
        let compared = try AurocDifference.compare(data.scores, with: data.others, labels: data.labels).get()
        #expect(compared.first == (try data.ranked.auroc().get()))
        #expect(compared.second == (try RankedScores(scores: data.others, labels: data.labels).auroc().get()))
        #expect(compared.value == compared.first.value - compared.second.value)
    }

    @Test func `swapping the scores turns the difference and its limits round`() throws {
        let data = InventedScores(count: 300, distinct: 40, seed: 13)
        let one = try AurocDifference.compare(data.scores, with: data.others, labels: data.labels).get()
        let other = try AurocDifference.compare(data.others, with: data.scores, labels: data.labels).get()
        #expect(one.value == -other.value && one.standardError == other.standardError)
        let (a, b) = (try #require(one.wald().interval), try #require(other.wald().interval))
        #expect(a.lower == -b.upper && a.upper == -b.lower)
        #expect(try one.test().get().z == -(try other.test().get().z))
        #expect(try one.test().get().p == (try other.test().get().p))
    }

    @Test(arguments: [10, 1000, 50_000]) func `scores of one order differ by exactly nothing`(_ count: Int) throws {
        let data = InventedScores(count: count, distinct: 300, seed: 14)
        let same = try AurocDifference.compare(
            data.scores,
            with: data.scores.map { 3 * $0 + 7 },
            labels: data.labels
        ).get()
        #expect(same.value == 0 && same.standardError == 0 && same.covariance == same.first.variance)
        let limits = try #require(same.wald().interval)
        #expect(limits.lower == 0 && limits.upper == 0)
        #expect(same.test() == .failure(.zeroDenominator("the standard error of the difference")))
    }

    @Test func `one class, nobody and a single case say so`() throws {
        #expect(AurocDifference.compare([1, 2], with: [2, 1], labels: [true, true]) == .failure(.oneOutcomeClass))
        #expect(AurocDifference.compare([], with: [], labels: []) == .failure(.noObservations))
        let single = try AurocDifference.compare([3, 1, 2], with: [1, 2, 3], labels: [true, false, false]).get()
        #expect(single.value == 1 && single.standardError == nil && single.wald().interval == nil)
        #expect(single.test() == .failure(.tooFew("cases or controls", needed: 2)))
    }
}
