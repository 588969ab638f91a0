import Foundation

/// Levels of what is no heart in a lead, in microvolts.
struct LeadDisturbance {
    /// Root of the mean square of what changes faster than about 40 Hz; mains hum is part of it.
    let noise: Double
    /// Amplitude of 50 or 60 Hz, whichever is stronger.
    let mainsHum: Double
    /// Range of the medians of one-second stretches.
    let wander: Double

    /// - Precondition: at least one second of samples.
    init(microvolts: [Double], rate: Int) {
        let seconds = Self.stretches(of: microvolts, length: rate)
        precondition(!seconds.isEmpty, "a second of samples")
        let levels = seconds.map { Array($0).median }
        wander = (levels.max() ?? 0) - (levels.min() ?? 0)
        mainsHum = max(Self.amplitude(of: 50, in: seconds, rate: rate), Self.amplitude(of: 60, in: seconds, rate: rate))
        // QRS complexes fill less than half of the time, so the median stretch of a tenth of a second has none.
        let fast = zip(microvolts, microvolts.smoothed(max(3, rate / 80 * 2 + 1))).map { $0 - $1 }
        let powers = Self.stretches(of: fast, length: max(1, rate / 10)).map { stretch in
            stretch.reduce(0) { $0 + $1 * $1 } / Double(stretch.count)
        }
        noise = powers.median.squareRoot()
    }

    /// The median over seconds of the amplitude of one frequency; whole seconds hold whole periods.
    private static func amplitude(of frequency: Double, in seconds: [ArraySlice<Double>], rate: Int) -> Double {
        let step = 2 * Double.pi * frequency / Double(rate)
        let waves = (0..<rate).map { (cos(step * Double($0)), sin(step * Double($0))) }
        return seconds.map { second in
            let sum = zip(second, waves).reduce((0.0, 0.0)) { ($0.0 + $1.0 * $1.1.0, $0.1 + $1.0 * $1.1.1) }
            return 2 * (sum.0 * sum.0 + sum.1 * sum.1).squareRoot() / Double(rate)
        }.median
    }

    private static func stretches(of samples: [Double], length: Int) -> [ArraySlice<Double>] {
        stride(from: 0, through: samples.count - length, by: length).map { samples[$0..<$0 + length] }
    }
}
