import Foundation
import Testing

@testable import Biostatistics

@Suite("Reader studies")
struct ReaderStudyTests {
    /// One list of marks a reader and arm, 1 for a right call; all cases are diseased unless said otherwise.
    private static func study(
        _ first: [[Int]],
        _ second: [[Int]],
        healthy: Set<Int> = []
    ) throws -> ReaderStudy {
        let arms = [(ReaderStudy.Arm.first, first), (.second, second)]
        let readings = arms.flatMap { arm, rows in
            rows.enumerated().flatMap { reader, marks in
                marks.enumerated().map { place, mark in
                    let truth = !healthy.contains(place)
                    return ReaderStudy.Reading(
                        reader: "R\(reader)",
                        caseName: "C\(100 + place)",
                        arm: arm,
                        call: (mark == 1) == truth,
                        truth: truth
                    )
                }
            }
        }
        return try ReaderStudy(readings)
    }

    /// Readers of some skill, cases of some difficulty, help for everybody, and blocks where wanted.
    private static func simulated(readers: Int, cases: Int, blocks: Int = 1) -> [ReaderStudy.Reading] {
        var generator = Xoshiro256StarStar(seed: 2718)
        let ease = (0..<cases).map { _ in 1.5 * generator.normal() }
        return (0..<readers).flatMap { reader in
            let skill = 0.5 + 0.3 * generator.normal()
            return (0..<cases).filter { $0 % blocks == reader % blocks }.flatMap { place in
                ReaderStudy.Arm.allCases.map { arm in
                    let help = arm == .second ? 0.5 + ease[(place + 1) % cases] / 2 : 0
                    let isRight = generator.normal() < skill + ease[place] + help
                    let truth = place % 3 == 0
                    return ReaderStudy.Reading(
                        reader: "R\(reader)",
                        caseName: "C\(place)",
                        arm: arm,
                        call: isRight == truth,
                        truth: truth
                    )
                }
            }
        }
    }

    /// By hand: differences ¼ and ½ give MS(arms) = 9/64, MS(interaction) = 1/64 and F = 9 on 1 and 1.
    ///
    /// Readers share nothing within an arm (Cov₂ = 0), across arms 1/24 in one of two pairs. The p of t = 3 on one degree
    /// of freedom is 1 − (2/π) atan 3.
    @Test("without shared difficulty the analysis rests on the interaction alone")
    func byHandWithoutCovariance() throws {
        let study = try Self.study([[1, 1, 0, 0], [1, 0, 1, 0]], [[1, 1, 1, 0], [1, 1, 1, 1]])
        let result = try study.obuchowskiRockette(.accuracy).get()
        #expect(result.components.meanSquareArms == 9.0 / 64)
        #expect(result.components.meanSquareInteraction == 1.0 / 64)
        #expect(result.components.covariance2 == 0)
        #expect(abs(result.components.covariance1 - 1.0 / 48) < 1e-17)
        #expect(abs(result.components.covariance3 - 1.0 / 48) < 1e-17)
        #expect(abs(try result.f.get() - 9) < 1e-13)
        #expect(abs(try result.degreesOfFreedom.get() - 1) < 1e-14)
        #expect(abs(try result.p.get() - (1 - 2 / Double.pi * atan(3))) < 1e-13)
        #expect(abs(result.standardError - 0.125) < 1e-16)
    }

    /// By hand: differences ½ and ¼, covariance of the two 1/24, so that the variance of the mean is (1/32 + 2/24)/2,
    /// F = 27/11 and Hillis' degrees of freedom (11/3)².
    @Test("shared difficulty of cases adds to the variance and to the degrees of freedom")
    func byHandWithCovariance() throws {
        let study = try Self.study([[0, 0, 1, 1], [0, 1, 1, 1]], [[1, 1, 1, 1], [1, 1, 1, 1]])
        let result = try study.obuchowskiRockette(.sensitivity).get()
        #expect(abs(result.components.covariance2 - 1.0 / 48) < 1e-17)
        #expect(result.components.covariance3 == 0)
        #expect(abs(result.standardError - (11.0 / 192).squareRoot()) < 1e-16)
        #expect(abs(try result.f.get() - 27.0 / 11) < 1e-14)
        #expect(abs(try result.degreesOfFreedom.get() - 121.0 / 9) < 1e-12)
        #expect(result.difference.point == 0.375)
    }

    /// The bootstrap counts noise of single readings up to three times (Owen 2007), so it is at most √3 as wide.
    @Test("the analysis agrees with the bootstrap over readers and cases")
    func bootstrapAgrees() throws {
        let study = try ReaderStudy(Self.simulated(readers: 12, cases: 150))
        let means = study.means(replicates: 1000, seed: 5)
        for measure in ReaderStudy.Measure.allCases {
            let result = try study.obuchowskiRockette(measure).get()
            let mean = try #require(means[measure])
            #expect(abs(try #require(result.difference.point) - #require(mean.difference.point)) < 1e-14)
            let (exact, drawn) = (try #require(result.difference.interval), try #require(mean.difference.interval))
            let ratio = (drawn.upper - drawn.lower) / (exact.upper - exact.lower)
            #expect(ratio > 0.85 && ratio < 3.0.squareRoot())
            #expect(mean.undefinedReplicates == 0)
        }
    }

    @Test("the order of the readings does not matter")
    func order() throws {
        let readings = Self.simulated(readers: 3, cases: 20)
        let (one, other) = (try ReaderStudy(readings), try ReaderStudy(readings.reversed()))
        #expect(one == other)
        #expect(one.means(replicates: 20, seed: 1) == other.means(replicates: 20, seed: 1))
        #expect(one.means(replicates: 20, seed: 1) != other.means(replicates: 20, seed: 2))
    }

    @Test("changing the arms about turns the difference and leaves the test")
    func turning() throws {
        let readings = Self.simulated(readers: 4, cases: 30)
        let turned = readings.map {
            ReaderStudy.Reading(
                reader: $0.reader,
                caseName: $0.caseName,
                arm: $0.arm == .first ? .second : .first,
                call: $0.call,
                truth: $0.truth
            )
        }
        let one = try ReaderStudy(readings).obuchowskiRockette(.accuracy).get()
        let other = try ReaderStudy(turned).obuchowskiRockette(.accuracy).get()
        #expect(abs(try one.p.get() - other.p.get()) < 1e-14)
        #expect(one.difference.point == other.difference.point.map { 0 - $0 })
        #expect(one.components == other.components)
    }

    @Test("accuracy lies between sensitivity and specificity in every reader")
    func measures() throws {
        let study = try ReaderStudy(Self.simulated(readers: 5, cases: 40))
        for reader in study.readers.indices {
            let shares = ReaderStudy.Measure.allCases.map { study.proportion($0, reader: reader, arm: .first) }
            #expect(shares[0].events == shares[1].events + shares[2].events)
            #expect(shares[0].total == shares[1].total + shares[2].total)
            #expect(study.difference(.accuracy, reader: reader).interval?.method == .tango)
        }
    }

    @Test("incomplete blocks have means and intervals, but no crossed analysis")
    func blocks() throws {
        let study = try ReaderStudy(Self.simulated(readers: 6, cases: 45, blocks: 3))
        #expect(!study.isFullyCrossed)
        #expect(study.readingCount == 6 * 15 * 2)
        let mean = try #require(study.means(replicates: 200, seed: 9)[.accuracy])
        let interval = try #require(mean.difference.interval)
        #expect(interval.lower < interval.upper)
        #expect(throws: NotEstimable.designCannotSupport("not every reader read every case in both arms")) {
            try study.obuchowskiRockette(.accuracy).get()
        }
    }

    @Test("one reader has a bootstrap over cases and no analysis of readers")
    func oneReader() throws {
        let study = try ReaderStudy(Self.simulated(readers: 1, cases: 30))
        #expect(study.means(replicates: 100, seed: 3)[.accuracy]?.difference.interval != nil)
        #expect(throws: NotEstimable.tooFew("readers", needed: 2)) { try study.obuchowskiRockette(.accuracy).get() }
    }

    @Test("identical arms differ by nothing and leave nothing to test")
    func identicalArms() throws {
        let marks = [[1, 0, 1, 1, 0], [1, 1, 0, 1, 0], [0, 1, 1, 1, 0]]
        let study = try Self.study(marks, marks, healthy: [3, 4])
        let result = try study.obuchowskiRockette(.accuracy).get()
        #expect(result.difference == .value(0, interval: nil))
        #expect(result.standardError == 0)
        #expect(throws: NotEstimable.noVariation(of: "the difference of the arms")) { try result.p.get() }
        let mean = try #require(study.means(replicates: 50, seed: 4)[.accuracy])
        #expect(mean.difference.interval?.lower == 0 && mean.difference.interval?.upper == 0)
    }

    /// Every reader gains one case, each another: the differences do not vary, and what they share is less than nothing.
    @Test("readers who all gain the same leave no variance by rounding")
    func sameGain() throws {
        let study = try Self.study(
            [[0, 1, 1, 0, 0], [1, 0, 1, 0, 0], [1, 1, 0, 0, 0]],
            [[1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0]]
        )
        let result = try study.obuchowskiRockette(.accuracy).get()
        #expect(result.components.meanSquareInteraction == 0)
        #expect(result.standardError == 0)
        #expect(throws: NotEstimable.self) { try result.f.get() }
    }

    @Test("without healthy cases specificity is not estimable")
    func noHealthy() throws {
        let study = try Self.study([[1, 0, 1]], [[1, 1, 1]])
        #expect(study.means(replicates: 10, seed: 1)[.specificity]?.first.reason == .noObservations)
        #expect(study.difference(.specificity, reader: 0).reason == .noObservations)
    }

    @Test("a second reading and a changed truth are thrown with their place")
    func contradictions() {
        let reading = ReaderStudy.Reading(reader: "A", caseName: "1", arm: .first, call: true, truth: true)
        #expect(throws: ReaderStudy.Contradiction.repeatedReading(index: 1)) { try ReaderStudy([reading, reading]) }
        let other = ReaderStudy.Reading(reader: "B", caseName: "1", arm: .first, call: true, truth: false)
        #expect(throws: ReaderStudy.Contradiction.changedTruth(index: 1)) { try ReaderStudy([reading, other]) }
    }

    @Test("no readings at all are no observations")
    func empty() throws {
        let study = try ReaderStudy([])
        #expect(throws: NotEstimable.noObservations) { try study.obuchowskiRockette(.accuracy).get() }
        #expect(study.means(replicates: 5, seed: 1)[.accuracy]?.difference.reason == .noObservations)
    }
}
