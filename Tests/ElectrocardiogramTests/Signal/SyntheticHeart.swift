import Foundation

@testable import Electrocardiogram

/// An ECG of waves whose beginnings and ends are known, since each is zero outside its span.
struct SyntheticHeart {
    /// Seconds; intervals from the beginning of P and of QRS.
    var pr = 0.16
    var qrs = 0.096
    var qt = 0.39
    /// Seconds between beats, repeated in turn.
    var spacings = [0.8]
    var hasP = true
    /// µV, standard deviation of the samples.
    var noise = 0.0

    /// P, Q, R, S and T of the eight independent leads, µV.
    private static let amplitudes: [[Double]] = [
        [80, -90, 700, -100, 200], [150, -140, 1100, -150, 320], [60, 0, 250, -900, 90], [70, 0, 400, -1300, 500],
        [60, 0, 800, -800, 450], [60, -110, 1300, -400, 400], [70, -160, 1400, -200, 350], [70, -180, 1000, -100, 260],
    ]
    private static let pWidth = 0.1
    private static let tWidth = 0.24

    /// Where the tangent at the steepest descent of a raised cosine meets zero: w/2 + w/π after the peak.
    var tangentQT: Double { qt - Self.tWidth / 2 * (0.5 - 1 / Double.pi) }

    var rate: Double { 60 / (spacings.reduce(0, +) / Double(spacings.count)) }

    func signal(samplingRate: Int = 500, seconds: Double = 10) -> Signal {
        let count = Int(seconds * Double(samplingRate))
        var state: UInt64 = 88_172_645_463_325_252
        let leads = Self.amplitudes.map { amplitudes -> [Float] in
            var lead = [Double](repeating: 0, count: count)
            for onset in onsets(seconds) { add(amplitudes, at: onset, to: &lead, rate: Double(samplingRate)) }
            return lead.map { Float((($0 + noise * Self.normal(&state)) / 4.88).rounded()) }
        }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: 4.88, independent: leads)
    }

    /// Onsets of QRS.
    private func onsets(_ seconds: Double) -> [Double] {
        var onsets = [0.37]
        while let last = onsets.last, last < seconds { onsets.append(last + spacings[onsets.count % spacings.count]) }
        return onsets
    }

    private func add(_ amplitudes: [Double], at onset: Double, to lead: inout [Double], rate: Double) {
        let span = Int((onset - 0.5) * rate)..<Int((onset + 0.8) * rate)
        for sample in span.clamped(to: lead.indices) {
            let time = Double(sample) / rate - onset
            if hasP { lead[sample] += amplitudes[0] * Self.bell((time + pr) / Self.pWidth) }
            for (place, amplitude) in amplitudes[1...3].enumerated() {
                lead[sample] += amplitude * Self.arch(time / qrs * 3 - Double(place))
            }
            lead[sample] += amplitudes[4] * Self.bell((time - qt + Self.tWidth) / Self.tWidth)
        }
    }

    /// Zero outside 0...1, one in the middle, smooth.
    private static func bell(_ x: Double) -> Double { (0...1).contains(x) ? (1 - cos(2 * .pi * x)) / 2 : 0 }

    /// Zero outside 0...1, one in the middle, with corners.
    private static func arch(_ x: Double) -> Double { (0...1).contains(x) ? sin(.pi * x) : 0 }

    /// The sum of twelve uniform numbers less six.
    private static func normal(_ state: inout UInt64) -> Double {
        (0..<12).reduce(-6) { sum, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return sum + Double(state >> 11) / 9_007_199_254_740_992
        }
    }
}
