import Foundation

/// How high a count is on the paper, and which count lies on a row's line.
struct SheetAmplitude {
    /// Hundredths of a millimetre.
    let heightPerCount: Double
    /// How many counts are 10 mm, where counts have no known unit; nil where they have.
    let countsPerCentimetre: Double?

    /// The median from which on a lead is moved onto its line, in microvolts.
    ///
    /// The constant voltage of the electrodes says nothing about the heart. Devices take it off; some files keep it.
    static let largestOffset = 500.0

    /// The scale for the first `samples` of each lead, at so many millimetres a millivolt.
    ///
    /// Counts without a unit are made to fit into rows of the given height.
    init(_ signal: Signal, gain: Int, samples: Int, rowHeight: Int) {
        if let microvolts = signal.microvoltsPerCount, microvolts.isFinite, microvolts > 0 {
            heightPerCount = microvolts / 1000 * Double(Int.millimetres(gain))
            microvoltsPerCount = microvolts
            countsPerCentimetre = nil
            return
        }
        let spread = signal.leads.map { Self.spread(of: $0.prefix(samples)) }.max() ?? 0
        let wanted = spread * Double(Int.millimetres(10)) / (Double(rowHeight) * 0.45)
        let counts = Self.roundNumber(atLeast: wanted)
        heightPerCount = Double(Int.millimetres(10)) / counts
        microvoltsPerCount = nil
        countsPerCentimetre = counts
    }

    /// The count that lies on the row's line: zero, or for a lead that is far off it, its median.
    func zero(of counts: ArraySlice<Float>) -> Double {
        let median = Self.median(of: counts)
        guard let microvoltsPerCount else { return median }
        return abs(median * microvoltsPerCount) > Self.largestOffset ? median : 0
    }

    private let microvoltsPerCount: Double?

    private static func spread(of counts: ArraySlice<Float>) -> Double {
        let middle = median(of: counts)
        return counts.lazy.filter(\.isFinite).map { abs(Double($0) - middle) }.max() ?? 0
    }

    private static func median(of counts: ArraySlice<Float>) -> Double {
        let sorted = counts.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return 0 }
        return (Double(sorted[(sorted.count - 1) / 2]) + Double(sorted[sorted.count / 2])) / 2
    }

    /// The least of 1, 2, 5, 10, 20, 50 … that is not below a number; 1 where there is nothing to scale.
    private static func roundNumber(atLeast wanted: Double) -> Double {
        guard wanted > 0, wanted.isFinite else { return 1 }
        let power = pow(10, log10(wanted).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? 10 * power
    }
}
