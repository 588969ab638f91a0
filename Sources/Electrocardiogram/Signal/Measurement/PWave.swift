/// The wave of the atria before the QRS complex of a median beat.
struct PWave: Sendable {
    /// Samples from the beginning of the median beat.
    let onset: Double

    /// A lower wave is none, in microvolts over all leads (root of the mean square).
    private static let leastAmplitude = 15.0
    /// Part of its height that a wave has when it has surely begun.
    private static let risen = 0.35
    /// A beat shows the wave when its projection on the median wave lies between these.
    private static let likeness = 0.4...2.5
    /// Part of the beats that have to show it.
    private static let leastBeats = 0.7

    /// Nil where no wave stands out, or the beats do not share it, as in atrial fibrillation.
    ///
    /// The onset is where the tangent at the wave's first steep ascent, over all leads, meets the level before it. The
    /// wave is looked for from sample `from` of the median beat to the onset of QRS.
    init?(_ average: BeatAverage, qrs: QRSBoundaries, from: Int) {
        let last = qrs.onset - 2
        guard last - max(0, from) > MeasuredLeads.samples(0.06) else { return nil }
        let range = max(0, from)..<last
        let quiet = Self.quietest(of: average.leads, in: range)
        let leads = average.leads.map { Self.wave(of: $0, in: range, quiet: quiet) }
        let size = leads.rootMeanSquare
        guard let peak = size.lastPeak(in: size.indices, share: Self.risen), size[peak] >= Self.leastAmplitude,
            let onset = Self.onset(of: size, peak: peak)
        else { return nil }
        let shown = average.members.count { beat in
            let waves = beat.map { Self.wave(of: $0, in: range, quiet: quiet) }
            return Self.likeness.contains(Self.product(waves, leads) / Self.product(leads, leads))
        }
        guard Double(shown) >= Self.leastBeats * Double(average.members.count) else { return nil }
        self.onset = Double(range.lowerBound) + onset
    }

    /// The first sample where a P wave may lie: a little after the T wave of the beat before.
    static func earliest(_ tWave: TWave?, _ qrs: QRSBoundaries, spacing: Int) -> Int {
        (tWave.map { Int($0.end) } ?? qrs.offset) - spacing + MeasuredLeads.samples(0.02)
    }

    /// The 40 ms of a range in which all leads change least: between T and P, or between P and QRS.
    private static func quietest(of leads: [[Double]], in range: Range<Int>) -> Range<Int> {
        let length = min(range.count, MeasuredLeads.samples(0.04))
        let speed = leads.map { $0.smoothed(11).differences(4) }.rootMeanSquare
        let earliest = max(range.lowerBound, range.upperBound - MeasuredLeads.samples(0.24))
        let starts = earliest...range.upperBound - length
        let start = starts.min { speed[$0..<$0 + length].reduce(0, +) < speed[$1..<$1 + length].reduce(0, +) }
        return (start ?? range.lowerBound)..<(start ?? range.lowerBound) + length
    }

    /// The samples of a range above the level of its quiet part.
    private static func wave(of lead: [Double], in range: Range<Int>, quiet: Range<Int>) -> [Double] {
        let level = Array(lead[quiet]).mean
        return lead.smoothed(11)[range].map { $0 - level }
    }

    /// Where the tangent at the first steep ascent of the wave meets the level before it; a notched wave has several.
    private static func onset(of size: [Double], peak: Int) -> Double? {
        let earliest = max(0, peak - MeasuredLeads.samples(0.14))
        guard let valley = (earliest..<peak).min(by: { size[$0] < size[$1] }) else { return nil }
        let surely = size[valley] + risen * (size[peak] - size[valley])
        guard let rising = (valley..<peak).first(where: { size[$0] >= surely }) else { return nil }
        let slopes = size.differences(4)
        let earliestSlope = max(valley, rising - MeasuredLeads.samples(0.03))
        let near = earliestSlope..<min(peak, rising + MeasuredLeads.samples(0.02))
        guard let steepest = near.max(by: { slopes[$0] < slopes[$1] }), slopes[steepest] > 0 else { return nil }
        let onset = Double(steepest) - (size[steepest] - size[valley]) / (slopes[steepest] / 8)
        return max(Double(valley), onset)
    }

    private static func product(_ a: [[Double]], _ b: [[Double]]) -> Double {
        zip(a, b).reduce(0) { total, leads in zip(leads.0, leads.1).reduce(total) { $0 + $1.0 * $1.1 } }
    }
}
