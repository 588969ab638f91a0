/// Where ventricular depolarisation begins and ends over all leads of a median beat.
struct QRSBoundaries: Sendable {
    /// Samples from the beginning of the median beat.
    let onset: Int
    let offset: Int

    /// Below this part of the highest speed the QRS complex has not begun, or below this speed (µV in 8 ms): a small
    /// Q wave before a tall R counts.
    private static let onsetShare = 0.05
    private static let slow = 20.0
    /// The same for its end: the lowest of these below which the speed falls, since ST segments differ in slope.
    private static let offsetShares = [0.07, 0.1, 0.15, 0.2, 0.25]
    /// The last slow part of the complex is no longer than this, in samples.
    private static let longestTail = MeasuredLeads.samples(0.05)
    /// Part of the highest speed that only the QRS complex reaches.
    private static let certain = 0.22
    /// How far from the middle of the complex its certain part may lie, in samples.
    private static let reach = MeasuredLeads.samples(0.09)
    /// The speed has to stay low for so long, in samples.
    private static let quiet = MeasuredLeads.samples(0.01)

    /// Nil where the leads hardly change, or never come to rest beside the complex.
    ///
    /// The speed is that of the heart's vector, the root of the mean square of all leads' differences over 8 ms. The
    /// first lead that moves moves it, and the last that stops ends it: earliest onset to latest offset, as
    /// a global interval is defined (Kligfield et al., Ann Noninvasive Electrocardiol 2007;12:145–152), without one
    /// noisy lead's having the say. The shares and times are our own choice, made on the files of
    /// Docs/methods/ecg-measurements.md and on hearts with known waves.
    init?(_ beat: [[Double]]) {
        let speed = beat.map { $0.smoothed(3).differences(2) }.rootMeanSquare
        let around = BeatAverage.before - Self.reach...BeatAverage.before + Self.reach
        guard let peak = around.map({ speed[$0] }).max(), peak > 0 else { return nil }
        let noise = 2.5 * speed.quantile(0.1)
        let surely = around.filter { speed[$0] > Self.certain * peak }
        guard let first = surely.first, let last = surely.last else { return nil }
        let earlier = stride(from: first, to: Self.quiet, by: -1)
        let later = last..<last + Self.longestTail
        let offsets = Self.offsetShares.lazy.compactMap { share in
            later.first { Self.rests(speed[$0..<$0 + Self.quiet], below: max(share * peak, noise)) }
        }
        let onsetLevel = max(min(Self.slow, Self.onsetShare * peak), noise)
        guard
            let before = earlier.first(where: {
                Self.rests(speed[$0 - Self.quiet..<$0], below: onsetLevel)
            }), let after = offsets.first
        else { return nil }
        let end = (after...after + Self.quiet).first {
            Self.rests(speed[$0..<$0 + Self.quiet], below: max(Self.slow, noise))
        }
        onset = before
        offset = (end ?? after) - 1
    }

    private static func rests(_ speed: ArraySlice<Double>, below level: Double) -> Bool {
        speed.allSatisfy { $0 < level }
    }
}
