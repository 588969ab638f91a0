import Electrocardiogram

/// The typical beat of a recording, measured as a reader with a ruler would; knows nothing of how it was made.
///
/// The median over beats, so that a few premature ones do not count; levels are from the line before QRS.
struct AverageBeat {
    /// Millivolts by lead, one value a sample, R at ``centre``.
    private let leads: [Lead: [Double]]
    private let rate: Int
    private let centre: Int
    /// Samples at which QRS begins and ends in any lead.
    private let onset: Int
    private let end: Int

    init?(_ signal: Signal) {
        guard let scale = signal.microvoltsPerCount else { return nil }
        rate = signal.samplingRate
        let (before, after) = (rate * 3 / 10, rate * 55 / 100)
        let peaks = RPeaks.times(in: signal).map { Int($0 * Double(signal.samplingRate)) }
            .filter { $0 >= before && $0 + after < signal.sampleCount }
        guard peaks.count > 2 else { return nil }
        var leads: [Lead: [Double]] = [:]
        for lead in Lead.allCases {
            let samples = signal[lead]
            leads[lead] = (-before..<after).map { offset in
                let sorted = peaks.map { samples[$0 + offset] }.sorted()
                return Double(sorted[sorted.count / 2]) * scale / 1000
            }
        }
        centre = before
        (onset, end) = AverageBeat.bounds(of: leads, centre: before, rate: rate)
        let (start, length) = (max(0, onset - rate / 50), rate / 100)
        self.leads = leads.mapValues { samples in
            let level = samples[start..<start + length].reduce(0, +) / Double(length)
            return samples.map { $0 - level }
        }
    }

    /// Where all leads together stay less steep than a sixteenth of QRS before it, for 10 ms, and than a fifth after it.
    ///
    /// The second is the larger because ST and T follow a blocked QRS at once, and lasts 20 ms because a late R or S
    /// turns slowly.
    private static func bounds(of leads: [Lead: [Double]], centre: Int, rate: Int) -> (Int, Int) {
        let stored = [Lead.i, .ii, .v1, .v2, .v3, .v4, .v5, .v6].compactMap { leads[$0] }
        let count = stored[0].count
        let steepness = (0..<count).map { sample in
            guard sample >= 2, sample < count - 2 else { return 0.0 }
            return stored.reduce(0) { $0 + abs($1[sample + 2] - $1[sample - 2]) }
        }
        let reach = rate * 14 / 100
        let window = max(0, centre - reach)..<min(count, centre + reach)
        let steepest = steepness[window].max() ?? 0
        let peak = window.max { steepness[$0] < steepness[$1] } ?? centre
        var onset = peak
        while onset > window.lowerBound, steepness[max(0, onset - 4)...onset].contains(where: { $0 > 0.06 * steepest })
        {
            onset -= 1
        }
        var end = peak
        while end < window.upperBound - 1,
            steepness[end...min(count - 1, end + 10)].contains(where: { $0 > 0.2 * steepest })
        {
            end += 1
        }
        return (onset, end)
    }

    private func samples(_ lead: Lead) -> [Double] { leads[lead] ?? [] }

    /// Milliseconds.
    var qrsDuration: Double { Double(end - onset) * 1000 / Double(rate) }

    /// Height of the tallest positive deflection of QRS, mV.
    func r(_ lead: Lead) -> Double { max(0, samples(lead)[onset...end].max() ?? 0) }

    /// Depth of the deepest negative deflection of QRS, mV.
    func s(_ lead: Lead) -> Double { max(0, -(samples(lead)[onset...end].min() ?? 0)) }

    func net(_ lead: Lead) -> Double { r(lead) - s(lead) }

    /// Sokolow and Lyon, Am Heart J 1949;37:161–186.
    var sokolowLyon: Double { s(.v1) + max(r(.v5), r(.v6)) }

    /// Casale et al., Circulation 1987;75:565–572.
    var cornell: Double { r(.avl) + s(.v3) }

    /// Largest peak-to-peak voltage of the six limb leads, mV.
    var limbVoltage: Double { [Lead.i, .ii, .iii, .avr, .avl, .avf].map { r($0) + s($0) }.max() ?? 0 }

    /// The level 60 ms after the end of QRS, mV.
    func st(_ lead: Lead) -> Double { samples(lead)[min(samples(lead).count - 1, end + rate * 6 / 100)] }

    /// The largest deflection after ST, with its sign, mV.
    func t(_ lead: Lead) -> Double { samples(lead)[tPeak(lead)] }

    private func tPeak(_ lead: Lead) -> Int {
        let values = samples(lead)
        let first = min(values.count - 1, end + rate * 8 / 100)
        return (first..<values.count - rate / 25).max { abs(values[$0]) < abs(values[$1]) } ?? first
    }

    /// Milliseconds from the beginning of QRS to where the steepest tangent of the falling T meets the line.
    func qt(_ lead: Lead) -> Double? {
        let values = samples(lead)
        let peak = tPeak(lead)
        let height = values[peak]
        let last = min(values.count - 3, peak + rate * 14 / 100)
        guard abs(height) > 0.08, last > peak + 4 else { return nil }
        func slope(_ sample: Int) -> Double { (values[sample + 2] - values[sample - 2]) / 4 * (height > 0 ? -1 : 1) }
        guard let steepest = (peak + 2..<last).max(by: { slope($0) < slope($1) }), slope(steepest) > 0 else {
            return nil
        }
        let finish = Double(steepest) + abs(values[steepest]) / slope(steepest)
        return (finish - Double(onset)) * 1000 / Double(rate)
    }

    /// Largest deflection below (negative) the line in the second half of P, mV.
    func lateP(_ lead: Lead, prInterval: Double) -> Double {
        let start = onset - Int((prInterval - 0.045) * Double(rate))
        let stop = min(onset - 6, start + rate * 6 / 100)
        guard start >= 0, start < stop else { return 0 }
        return samples(lead)[start..<stop].min() ?? 0
    }
}
