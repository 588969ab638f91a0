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

    /// Kinds of numbers that take different ways through the ranking.
    enum Kind: CaseIterable {
        case halfCounts, countsOfAnotherScale, twelveBits, fifteenBits, reals, positive, constant

        func values(_ length: Int, seed: UInt64) -> [Double] {
            var state = seed
            return (0..<length).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return value(of: Double(state >> 11) / 9_007_199_254_740_992 - 0.4)
            }
        }

        private func value(of unit: Double) -> Double {
            switch self {
            case .halfCounts: (unit * 40).rounded() / 2
            case .countsOfAnotherScale: (unit * 700).rounded() * 1000 / 4.88 - 17
            case .twelveBits: (unit * 4096).rounded()
            case .fifteenBits: (unit * 32768).rounded()
            case .reals: unit
            case .positive: (unit * 100).rounded() + 1000
            case .constant: -3
            }
        }
    }

    @Test(
        "equals its definition on noise, on any length and window, longer than the signal too",
        arguments: [1, 2, 3, 50, 151, 400],
        [1, 3, 51, 151, 501]
    )
    func definition(length: Int, window: Int) {
        for kind in Kind.allCases {
            let signal = kind.values(length, seed: UInt64(length * 1000 + window))
            let once = MedianFilter.apply(signal, windows: [window])
            #expect(once == Self.naive(signal, window), "\(kind)")
            let twice = Self.naive(Self.naive(signal, 51), window)
            #expect(MedianFilter.apply(signal, windows: [51, window]) == twice, "\(kind)")
        }
    }

    @Test(
        "holds at the limits of the numbers",
        arguments: [
            [1e308, -1e308, 3, -1e308, 1e308], [0x1p-1070, -0x1p-1070, 0, 0x1p-1070], [1, 1 + 2.3e-16, 1, 1e18, -1e18],
            [-0.0, 0.0, -0.0], [0, 0, 0, 0],
        ] as [[Double]]
    )
    func extremes(signal: [Double]) {
        #expect(MedianFilter.apply(signal, windows: [3]) == Self.naive(signal, 3))
        #expect(MedianFilter.apply(signal, windows: []) == signal)
    }

    /// Computed with scipy.signal.medfilt([5, 4, 9, 1, 7.5], 3) of SciPy 1.17.1.
    @Test("equals SciPy's, with zeros beyond the ends")
    func scipy() {
        #expect(MedianFilter.apply([5, 4, 9, 1, 7.5], windows: [3]) == [4, 5, 4, 7.5, 1])
        #expect(MedianFilter.apply([], windows: [3]) == [])
        #expect(MedianFilter.apply([-3, -3], windows: [5]) == [0, 0])
    }
}
