import Testing

@testable import Biostatistics

@Suite("Adjustment of a family of p-values")
struct MultiplicityAdjustmentTests {
    private static let families: [[Double]] = (0..<20).map { seed in
        var generator = Xoshiro256StarStar(seed: UInt64(seed))
        return (0..<(seed + 1)).map { _ in generator.uniform() * generator.uniform() }
    }

    @Test("no adjustment lowers a p-value or leaves [0, 1]", arguments: MultiplicityAdjustment.allCases)
    func raises(_ method: MultiplicityAdjustment) {
        for family in Self.families {
            for (p, adjusted) in zip(family, method.adjust(family)) { #expect(adjusted >= p && adjusted <= 1) }
        }
    }

    @Test("the order of the family does not matter", arguments: MultiplicityAdjustment.allCases)
    func order(_ method: MultiplicityAdjustment) {
        var generator = Xoshiro256StarStar(seed: 5)
        for family in Self.families {
            let places = generator.shuffled(family.indices)
            let adjusted = method.adjust(family)
            #expect(method.adjust(places.map { family[$0] }) == places.map { adjusted[$0] })
        }
    }

    @Test("Bonferroni is above Holm, Holm above Hochberg, Hochberg above Hommel, Yekutieli above Hochberg's rate")
    func ranking() {
        for family in Self.families {
            let chain: [MultiplicityAdjustment] = [.bonferroni, .holm, .hochberg, .hommel]
            for (weaker, stronger) in zip(chain, chain.dropFirst()) {
                for (high, low) in zip(weaker.adjust(family), stronger.adjust(family)) { #expect(high >= low - 1e-15) }
            }
            let (any, independent) = (
                MultiplicityAdjustment.benjaminiYekutieli, MultiplicityAdjustment.benjaminiHochberg
            )
            for (high, low) in zip(any.adjust(family), independent.adjust(family)) { #expect(high >= low) }
        }
    }

    /// Wright, Biometrics 48 (1992) 1005: Hommel's adjusted p is the largest Simes p over all subfamilies that hold it.
    @Test("Hommel's adjustment is closed testing with Simes' test")
    func closedTesting() {
        for family in Self.families.prefix(9) {
            let adjusted = MultiplicityAdjustment.hommel.adjust(family)
            for index in family.indices {
                let worst = (1..<(1 << family.count)).filter { $0 & (1 << index) != 0 }.map { subset -> Double in
                    let members = family.indices.filter { subset & (1 << $0) != 0 }.map { family[$0] }.sorted()
                    let size = Double(members.count)
                    return members.indices.map { size * members[$0] / Double($0 + 1) }.min() ?? 1
                }
                #expect(abs(adjusted[index] - (worst.max() ?? 1)) < 1e-14)
            }
        }
    }

    @Test("an empty family stays empty, a single p-value as it is", arguments: MultiplicityAdjustment.allCases)
    func small(_ method: MultiplicityAdjustment) {
        #expect(method.adjust([]).isEmpty)
        #expect(abs(method.adjust([0.03])[0] - 0.03) < 1e-16)
        #expect(method.adjust([0, 1, 1]) == [0, 1, 1])
    }
}
