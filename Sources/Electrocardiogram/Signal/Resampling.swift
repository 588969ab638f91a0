import Foundation

/// Changes a signal's sampling rate.
public enum Resampling {
    /// Every second sample, beginning with the first, without any filter.
    public static func everySecond(_ signal: [Double]) -> [Double] {
        stride(from: 0, to: signal.count, by: 2).map { signal[$0] }
    }

    /// Interpolates by a windowed sinc (Kaiser, β 8, 24 zero crossings a side), for any pair of rates.
    ///
    /// The cut-off is 0.9 of the lower Nyquist frequency; stop band below −80 dB. Weights sum to one at every point,
    /// so a constant stays itself, and the ends are held. Sample n of the result lies at n/`to` seconds.
    ///
    /// - Precondition: rates are positive.
    public static func interpolate(_ signal: [Double], from: Int, to: Int) -> [Double] {
        interpolate(leads: [signal], from: from, to: to)[0]
    }

    /// Interpolates several leads as one is, with weights that are computed once.
    ///
    /// - Precondition: rates are positive.
    public static func interpolate(leads: [[Double]], from: Int, to: Int) -> [[Double]] {
        precondition(from > 0 && to > 0, "a rate is positive")
        let phases = Phases(from: from, to: to, cutoff: 0.9 * min(1, Double(to) / Double(from)))
        return leads.map { lead in
            guard let last = lead.indices.last else { return [] }
            return (0...(last * to / from)).map { index in
                let kernel = phases[index]
                let first = index * from / to - phases.reach
                return kernel.indices.reduce(0) { sum, tap in
                    sum + kernel[tap] * lead[min(max(first + tap, 0), last)]
                }
            }
        }
    }
}

/// The weights for every position a new sample can have between two old ones.
private struct Phases {
    /// Old samples on each side that bear on a new one.
    let reach: Int
    private let kernels: [[Double]]

    private static let crossings = 24.0
    private static let beta = 8.0

    init(from: Int, to: Int, cutoff: Double) {
        let reach = Int((Self.crossings / cutoff).rounded(.up)) + 1
        let count = to / Self.greatestCommonDivisor(from, to)
        self.reach = reach
        kernels = (0..<count).map { phase in
            let offset = Double(phase * from % to) / Double(to)
            let weights = (-reach...reach).map { Self.weight(Double($0) - offset, cutoff: cutoff) }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
        }
    }

    subscript(index: Int) -> [Double] { kernels[index % kernels.count] }

    private static func weight(_ distance: Double, cutoff: Double) -> Double {
        let x = distance * cutoff
        guard abs(x) < crossings else { return 0 }
        let sinc = x == 0 ? 1 : sin(.pi * x) / (.pi * x)
        return sinc * bessel0(beta * (1 - (x / crossings) * (x / crossings)).squareRoot()) / bessel0(beta)
    }

    /// The modified Bessel function of the first kind and order 0, by its power series.
    private static func bessel0(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var k = 1.0
        while term > sum * 1e-17 {
            term *= (x / 2 / k) * (x / 2 / k)
            sum += term
            k += 1
        }
        return sum
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}
