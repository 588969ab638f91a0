import Testing

@testable import Electrocardiogram

@Suite("The running median")
struct MedianFilterTests {
    /// The definition: sort each window, zeros beyond the ends.
    private static func naive(_ signal: [Double], _ window: Int) -> [Double] {
        signal.indices.map { index in
            (index - window / 2...index + window / 2).map { signal.indices.contains($0) ? signal[$0] : 0 }
                .sorted()[window / 2]
        }
    }

    @Test(
        "equals its definition on noise, on any length and window, longer than the signal too",
        arguments: [1, 2, 3, 50, 151, 400],
        [1, 3, 51, 151, 501]
    )
    func definition(length: Int, window: Int) {
        var state: UInt64 = UInt64(length * 1000 + window)
        for kind in 0..<3 {
            let signal = (0..<length).map { _ -> Double in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let unit = Double(state >> 11) / 9_007_199_254_740_992 - 0.4
                return kind == 0 ? (unit * 40).rounded() / 2 : kind == 1 ? unit : (unit * 1e6).rounded()
            }
            #expect(MedianFilter.apply(signal, windows: [window]) == Self.naive(signal, window))
            let twice = Self.naive(Self.naive(signal, 51), window)
            #expect(MedianFilter.apply(signal, windows: [51, window]) == twice)
        }
    }

    /// Computed with scipy.signal.medfilt([5, 4, 9, 1, 7.5], 3) of SciPy 1.17.1.
    @Test("equals SciPy's, with zeros beyond the ends")
    func scipy() {
        #expect(MedianFilter.apply([5, 4, 9, 1, 7.5], windows: [3]) == [4, 5, 4, 7.5, 1])
        #expect(MedianFilter.apply([], windows: [3]) == [])
        #expect(MedianFilter.apply([-3, -3], windows: [5]) == [0, 0])
    }
}
