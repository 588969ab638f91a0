import CDeepCox
import Foundation
import Testing

/// Oracle: the C library's tanh, which is itself within a unit or two in the last place.
@Suite struct HyperbolicTangentTests {
    private static func tangents(_ values: [Double]) -> [Double] {
        var values = values
        values.withUnsafeMutableBufferPointer { stratum_tanh($0.baseAddress, $0.count) }
        return values
    }

    @Test func `it is the library's within four units in the last place, at any size`() {
        var state: UInt64 = 7
        let values = (0..<80_000).map { step -> Double in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let uniform = Double(Int64(bitPattern: state) >> 11) / 0x1p52
            return step % 2 == 0 ? 25 * uniform : uniform * exp2(Double(step % 60) - 55)
        }
        for (value, found) in zip(values, Self.tangents(values)) {
            #expect(abs(found - tanh(value)) <= 4 * tanh(value).ulp, "tanh(\(value))")
        }
    }

    @Test func `its ends are exact`() {
        let least = Double.leastNonzeroMagnitude
        let found = Self.tangents([0, -0.0, .infinity, -.infinity, 20, -1e300, least, .nan])
        #expect(found[0] == 0 && found[1].sign == .minus)
        #expect(Array(found[2..<7]) == [1, -1, 1, -1, least])
        #expect(found[7].isNaN)
    }
}
