import Foundation
import Testing

@testable import Biostatistics

@Suite("Area under the ROC curve")
struct AurocTests {
    /// Ratings of CT images, 58 normal and 51 abnormal: Hanley and McNeil, Radiology 143 (1982) 29, Table I and text:
    /// area 0.893, standard error 0.032.
    @Test func `ratings of CT images give the published area and standard error`() throws {
        func patients(_ counts: [Int]) -> [Double] {
            counts.enumerated().flatMap { rating, count in [Double](repeating: Double(rating + 1), count: count) }
        }
        let scores = RankedScores(cases: patients([3, 2, 2, 11, 33]), controls: patients([33, 6, 6, 11, 2]))
        let auroc = try scores.auroc().get()
        #expect(DisplayFormat.number(auroc.value, decimals: 3) == "0.893")
        #expect(DisplayFormat.number(auroc.hanleyMcNeilStandardError, decimals: 3) == "0.032")
    }

    /// Cases 2 and 4, controls 1 and 3: placements 1/2 and 1 in both classes, each of variance 1/8, halved and added.
    @Test func `four patients by hand`() throws {
        let auroc = try RankedScores(cases: [2, 4], controls: [1, 3]).auroc().get()
        #expect(auroc.value == 0.75 && auroc.complement == 0.25 && auroc.mannWhitneyU == 3)
        #expect(auroc.variance == 0.125)
        let test = try auroc.testAgainstHalf().get()
        #expect(abs(test.z - 0.25 / 0.125.squareRoot()) < 1e-15)
    }

    @Test(arguments: [(40, 5), (40, 1000), (300, 12), (900, 100_000)])
    func `area and variance follow their definition over all pairs`(_ count: Int, _ distinct: Int) throws {
        for seed in 1...5 {
            let data = InventedScores(count: count, distinct: distinct, seed: UInt64(seed))
            let auroc = try data.ranked.auroc().get()
            let ofCases = data.cases.map { InventedScores.share([$0], above: data.controls) }
            let ofControls = data.controls.map { InventedScores.share(data.cases, above: [$0]) }
            let area = ofCases.reduce(0, +) / Double(ofCases.count)
            let variance = Self.variance(ofCases, area) + Self.variance(ofControls, area)
            #expect(abs(auroc.value - area) < 1e-13)
            #expect(abs(try #require(auroc.variance) / variance - 1) < 1e-10)
        }
    }

    /// The variance of a mean.
    private static func variance(_ values: [Double], _ mean: Double) -> Double {
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return squares / Double(values.count - 1) / Double(values.count)
    }

    @Test func `only the order of the scores matters, not the order of the patients`() throws {
        let data = InventedScores(count: 1500, distinct: 200, seed: 3)
        let area = try data.ranked.auroc().get()
        let reversed = RankedScores(scores: data.scores.reversed(), labels: data.labels.reversed())
        let stretched = RankedScores(scores: data.scores.map { exp(5 * $0) - 100 }, labels: data.labels)
        #expect(try reversed.auroc().get() == area)
        #expect(try stretched.auroc().get() == area)
    }

    @Test func `calling cases controls mirrors the area and keeps its standard error`() throws {
        let data = InventedScores(count: 700, distinct: 60, seed: 4)
        let area = try data.ranked.auroc().get()
        let mirrored = try RankedScores(scores: data.scores, labels: data.labels.map { !$0 }).auroc().get()
        #expect(mirrored.value == area.complement && mirrored.complement == area.value)
        #expect(abs(try #require(mirrored.standardError) / (try #require(area.standardError)) - 1) < 1e-14)
    }

    @Test func `a higher level gives wider intervals, and the logit ones stay inside 0 and 1`() throws {
        let area = try InventedScores(count: 60, distinct: 20, seed: 5).ranked.auroc().get()
        for make in [area.wald(level:), area.logit(level:)] {
            let (narrow, wide) = (try #require(make(0.9).interval), try #require(make(0.999).interval))
            #expect(wide.lower < narrow.lower && narrow.upper < wide.upper && wide.lower >= 0 && wide.upper <= 1)
        }
    }

    @Test func `perfect separation has no spread and so no logit limits and no test`() throws {
        let auroc = try RankedScores(cases: [4, 5, 6], controls: [1, 2, 3]).auroc().get()
        #expect(auroc.value == 1 && auroc.standardError == 0 && auroc.hanleyMcNeilStandardError == 0)
        let limits = try #require(auroc.wald().interval)
        #expect(limits.lower == 1 && limits.upper == 1)
        #expect(auroc.logit().interval == nil)
        #expect(auroc.testAgainstHalf() == .failure(.zeroDenominator("the standard error of the area")))
    }

    @Test func `a single case has an area but no DeLong interval`() throws {
        let auroc = try RankedScores(cases: [3], controls: [1, 2, 3, 4]).auroc().get()
        #expect(auroc.value == 2.5 / 4 && auroc.standardError == nil && auroc.wald().interval == nil)
        #expect(auroc.hanleyMcNeilStandardError > 0)
        #expect(auroc.testAgainstHalf() == .failure(.tooFew("cases or controls", needed: 2)))
    }

    @Test func `one class or nobody says so`() {
        #expect(RankedScores(cases: [1, 2], controls: []).auroc() == .failure(.oneOutcomeClass))
        #expect(RankedScores(cases: [], controls: [1]).auroc() == .failure(.oneOutcomeClass))
        #expect(RankedScores(scores: [], labels: []).auroc() == .failure(.noObservations))
    }

    @Test func `infinite scores order like others and tie with themselves`() throws {
        let auroc = try RankedScores(cases: [.infinity, .infinity, 0], controls: [-.infinity, .infinity, 0]).auroc()
            .get()
        #expect(auroc.value == InventedScores.share([.infinity, .infinity, 0], above: [-.infinity, .infinity, 0]))
    }

    /// 99,990 times 899,880 pairs, which overflow 32 bits and, squared and summed, 64.
    @Test func `a million tied patients are exactly one half without spread`() throws {
        let scores = RankedScores(
            cases: [Double](repeating: 0.2, count: 99_990),
            controls: [Double](repeating: 0.2, count: 899_880)
        )
        let auroc = try scores.auroc().get()
        #expect(auroc.value == 0.5 && auroc.variance == 0 && auroc.mannWhitneyU == 99_990 * 899_880 / 2)
    }
}
