import Foundation
import Testing

@testable import RiskModel

@Suite struct FittingPartsTests {
    /// A = [[4, 2], [2, 3]], b = [10, 8]: x = [7/4, 3/2] by hand.
    @Test func `a small system is solved as by hand`() throws {
        let factor = try #require(CholeskyFactor([4, 99, 2, 3], size: 2))
        #expect(zip(factor.solve([10, 8]), [1.75, 1.5]).allSatisfy { abs($0 - $1) < 1e-15 })
        #expect(CholeskyFactor([1, 0, 2, 1], size: 2) == nil)
        #expect(CholeskyFactor([.nan], size: 1) == nil)
    }

    @Test func `the area under the curve counts pairs, ties one half`() {
        // Events 1 and 3, others 1 and 2: pairs 1–1 tied, 1–2 lost, 3–1 and 3–2 won: 2.5 of 4.
        #expect(AreaUnderROC.of(scores: [1, 3, 1, 2], labels: [true, true, false, false]) == 0.625)
        #expect(AreaUnderROC.of(scores: [1, 2], labels: [true, true]) == nil)
    }
}
