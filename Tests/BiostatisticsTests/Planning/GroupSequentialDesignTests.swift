import Foundation
import Testing

@testable import Biostatistics

@Suite("Group-sequential designs")
struct GroupSequentialDesignTests {
    private static func looks(_ count: Int) -> [Double] { (1...count).map { Double($0) / Double(count) } }

    /// Looks at 0.5, 0.75 and 1: 2.963, 2.359, 2.014, as gsDesign and EaSt print them.
    @Test("O'Brien–Fleming-type spending at half, three quarters and the end")
    func landmark() {
        let design = GroupSequentialDesign(
            information: [0.5, 0.75, 1],
            alpha: 0.025,
            boundary: .spending(.obrienFlemingType)
        )
        for (got, known) in zip(design.criticalValues, [2.963, 2.359, 2.014]) { #expect(abs(got - known) < 0.0005) }
    }

    /// Constants for a two-sided level of 0.05: Jennison and Turnbull (2000), tables 2.1 and 2.3.
    @Test(
        "classical constants for 2, 5 and 10 looks",
        arguments: [(2, 2.178, 1.977), (5, 2.413, 2.040), (10, 2.555, 2.087)]
    )
    func constants(_ count: Int, _ pocock: Double, _ obrienFleming: Double) throws {
        let looks = Self.looks(count)
        let flat = GroupSequentialDesign(information: looks, alpha: 0.025, boundary: .pocock)
        let steep = GroupSequentialDesign(information: looks, alpha: 0.025, boundary: .obrienFleming)
        #expect(abs(flat.criticalValues[0] - pocock) < 0.0006)
        #expect(abs(try #require(steep.criticalValues.last) - obrienFleming) < 0.0006)
        #expect(abs(steep.criticalValues[0] - steep.criticalValues[count - 1] * Double(count).squareRoot()) < 1e-12)
    }

    /// P(Z₁ ≥ a or Z₂ ≥ b) of two looks is a bivariate normal probability.
    @Test("two looks agree with the bivariate normal distribution", arguments: [0.03, 0.2, 0.5, 0.8, 0.97, 0.9999])
    func bivariate(_ first: Double) {
        let boundary = SequentialBoundary.spending(.pocockType)
        let design = GroupSequentialDesign(information: [first, 1], alpha: 0.025, boundary: boundary)
        let (a, b) = (design.criticalValues[0], design.criticalValues[1])
        let neither = BivariateNormalDistribution.cumulative(a, b, correlation: first.squareRoot())
        #expect(abs(1 - neither - 0.025) < 1e-13)
    }

    @Test(
        "the level is kept under every boundary",
        arguments: [
            SequentialBoundary.spending(.obrienFlemingType), .spending(.pocockType), .spending(.power(3)),
            .spending(.hwangShihDeCani(-4)), .spending(.hwangShihDeCani(0)), .spending(.hwangShihDeCani(2)),
            .obrienFleming, .pocock,
        ]
    )
    func level(_ boundary: SequentialBoundary) throws {
        for looks in [[1], [0.3, 1], [0.2, 0.21, 0.9, 1], Self.looks(12)] {
            let design = GroupSequentialDesign(information: looks, alpha: 0.01, boundary: boundary)
            #expect(abs(try #require(design.alphaSpent.last) - 0.01) < 1e-12)
            #expect(abs(design.characteristics(drift: 0).power - 0.01) < 1e-12)
        }
    }

    @Test("one look is the fixed test")
    func oneLook() {
        let design = GroupSequentialDesign(information: [1], alpha: 0.025, boundary: .spending(.obrienFlemingType))
        let outcome = design.characteristics(drift: 3)
        #expect(abs(design.criticalValues[0] - 1.959963984540054) < 1e-14)
        #expect(abs(outcome.power - NormalDistribution.upperTail(1.959963984540054 - 3)) < 1e-14)
        #expect(outcome.expectedInformation == 1)
    }

    @Test("power rises with the effect, more looks cost power, and the mean length falls")
    func monotone() {
        let designs = [1, 2, 5].map {
            GroupSequentialDesign(information: Self.looks($0), alpha: 0.025, boundary: .pocock)
        }
        for design in designs {
            let outcomes = [-2, 0, 1, 2, 4, 8].map { design.characteristics(drift: $0) }
            for (less, more) in zip(outcomes, outcomes.dropFirst()) {
                #expect(less.power < more.power)
                #expect(less.expectedInformation >= more.expectedInformation)
            }
        }
        let powers = designs.map { $0.characteristics(drift: 3).power }
        #expect(powers[0] > powers[1] && powers[1] > powers[2])
    }

    @Test("a look that changes nothing: refining the looks refines no known probability")
    func consistency() throws {
        let coarse = GroupSequentialDesign(information: [0.5, 1], alpha: 0.025, boundary: .spending(.pocockType))
        let fine = GroupSequentialDesign(information: [0.5, 0.6, 1], alpha: 0.025, boundary: .spending(.pocockType))
        #expect(coarse.criticalValues[0] == fine.criticalValues[0])
        let exits = (coarse.characteristics(drift: 2), fine.characteristics(drift: 2))
        #expect(abs(exits.0.exitProbabilities[0] - exits.1.exitProbabilities[0]) < 1e-15)
    }

    @Test("a very large and a very small effect end where they must")
    func extremes() {
        let design = GroupSequentialDesign(information: [0.25, 0.5, 1], alpha: 0.025, boundary: .pocock)
        let (large, small) = (design.characteristics(drift: 60), design.characteristics(drift: -60))
        #expect(abs(large.power - 1) < 1e-12 && abs(large.expectedInformation - 0.25) < 1e-12)
        // Of the three looks only the first counts: Φ(−c − 30), against Φ(−c − 42) at the second.
        #expect(abs(small.power / NormalDistribution.upperTail(design.criticalValues[0] + 30) - 1) < 1e-12)
        #expect(small.expectedInformation == 1)
    }

    @Test("a look too early to spend anything has no boundary")
    func tooEarly() {
        let design = GroupSequentialDesign(
            information: [0.001, 1],
            alpha: 0.025,
            boundary: .spending(.obrienFlemingType)
        )
        #expect(design.criticalValues[0] == .infinity)
        #expect(design.nominalP[0] == 0)
        #expect(abs(design.criticalValues[1] - 1.959963984540054) < 1e-13)
    }

    @Test("spending begins at nothing, ends at alpha and never falls")
    func spending() {
        let functions: [AlphaSpending] = [
            .obrienFlemingType, .pocockType, .power(0.5), .power(3), .hwangShihDeCani(-800), .hwangShihDeCani(-4),
            .hwangShihDeCani(1e-9), .hwangShihDeCani(0), .hwangShihDeCani(800),
        ]
        for function in functions {
            let spent = stride(from: 0, through: 100, by: 1).map { function.spent(alpha: 0.025, at: Double($0) / 100) }
            #expect(spent[0] == 0 && spent[100] == 0.025)
            #expect(zip(spent, spent.dropFirst()).allSatisfy { $0 <= $1 * (1 + 1e-15) })
        }
        let near = AlphaSpending.hwangShihDeCani(1e-9).spent(alpha: 0.025, at: 0.4)
        #expect(abs(near - AlphaSpending.hwangShihDeCani(0).spent(alpha: 0.025, at: 0.4)) < 1e-11)
    }
}
