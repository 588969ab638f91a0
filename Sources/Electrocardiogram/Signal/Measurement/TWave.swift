/// Where ventricular repolarisation ends over the leads of a median beat.
struct TWave: Sendable {
    /// Samples from the beginning of the median beat.
    let end: Double

    /// Leads whose T wave is lower are not asked, in microvolts and as a part of the highest lead's.
    private static let leastAmplitude = 60.0
    private static let leastShare = 0.3

    /// The T wave's peak comes in this part of the time to the next beat, counted from the middle of QRS.
    private static let latestPeak = 0.62

    /// Nil where no lead has a T wave with an end well before the next beat, which follows after `spacing` samples.
    ///
    /// In each lead the tangent at the steepest descent after the peak meets the level before the QRS complex, one of the
    /// techniques compared by McLaughlin et al. (Br Heart J 1995;74:84–89), who found it shorter than readers do
    /// (Computers in Cardiology 1993, 863–866). The result is the upper quartile over leads: the global QT asks for the
    /// latest end, but not for one lead's error; the quartile is our own choice.
    init?(_ beat: [[Double]], qrs: QRSBoundaries, spacing: Int) {
        let from = qrs.offset + MeasuredLeads.samples(0.06)
        let to = min(BeatAverage.before + Int(Self.latestPeak * Double(spacing)), BeatAverage.length - 1)
        let last = min(BeatAverage.before + spacing - MeasuredLeads.samples(0.1), BeatAverage.length)
        guard to - from > MeasuredLeads.samples(0.06) else { return nil }
        let level = MeasuredLeads.samples(0.012)
        let leads = beat.map { lead in
            let rest = Array(lead[max(0, qrs.onset - level)..<qrs.onset]).mean
            return lead.map { $0 - rest }.smoothed(11)
        }
        let size = leads.rootMeanSquare
        guard let peak = size.lastPeak(in: from..<to, share: 0.5) else { return nil }
        let amplitudes = leads.map { abs($0[peak]) }
        let least = max(Self.leastAmplitude, Self.leastShare * (amplitudes.max() ?? 0))
        let ends = zip(leads, amplitudes).compactMap { lead, amplitude in
            amplitude >= least ? Self.end(of: lead, peak: peak, range: from..<last) : nil
        }
        guard !ends.isEmpty else { return nil }
        end = ends.sorted()[ends.count * 3 / 4]
    }

    private static func end(of lead: [Double], peak: Int, range: Range<Int>) -> Double? {
        let sign: Double = lead[peak] < 0 ? -1 : 1
        let near = max(range.lowerBound, peak - 20)...min(range.upperBound - 1, peak + 20)
        let top = near.max { lead[$0] * sign < lead[$1] * sign } ?? peak
        let slopes = lead.differences(4)
        let after = top..<min(range.upperBound, top + MeasuredLeads.samples(0.16))
        guard let steepest = after.min(by: { slopes[$0] * sign < slopes[$1] * sign }) else { return nil }
        let perSample = slopes[steepest] / 8
        guard perSample * sign < 0 else { return nil }
        let end = Double(steepest) - lead[steepest] / perSample
        return end < Double(range.upperBound) ? end : nil
    }
}
