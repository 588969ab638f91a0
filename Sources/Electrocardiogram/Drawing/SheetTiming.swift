/// Which samples stand where along the paper.
///
/// The columns of a row follow on from each other in time, so that a beat stands above itself in the rhythm strip.
/// A recording too short for that would leave leads of the last columns without a trace; then every column shows the
/// recording from its start.
struct SheetTiming {
    let samplingRate: Int
    let sampleCount: Int
    /// Millimetres a second.
    let speed: Int
    let columnCount: Int

    /// Whether time can be told at all.
    var isUsable: Bool { samplingRate > 0 }

    /// How long a row is, in seconds.
    var pageSeconds: Double { Double(SheetGeometry.traceWidth) / Double(hundredthsPerSecond) }

    /// How long a column is, in seconds.
    var columnSeconds: Double { pageSeconds / Double(columnCount) }

    var recordedSeconds: Double { isUsable ? Double(sampleCount) / Double(samplingRate) : 0 }

    /// Whether the columns follow on: at least half of the last one has samples.
    var followsOn: Bool { recordedSeconds >= pageSeconds - columnSeconds / 2 }

    /// The time at which a column begins, in seconds of the recording.
    func start(ofColumn column: Int) -> Double { followsOn ? Double(column) * columnSeconds : 0 }

    /// The samples from a time on, for so many seconds, as far as there are any.
    func samples(from start: Double, lasting seconds: Double) -> Range<Int> {
        guard isUsable else { return 0..<0 }
        let first = firstSample(at: start)
        return first..<max(first, firstSample(at: start + seconds))
    }

    /// How far right of a time's place a sample stands, in hundredths of a millimetre.
    func distance(ofSample sample: Int, from start: Double) -> Int {
        let seconds = Double(sample) / Double(samplingRate) - start
        return Int((seconds * Double(hundredthsPerSecond)).rounded())
    }

    private var hundredthsPerSecond: Int { .millimetres(speed) }

    private func firstSample(at time: Double) -> Int {
        // A time that is a sample's own in decimal may lie a little beyond it in binary.
        let position = (time * Double(samplingRate) - 1e-6).rounded(.up)
        return Int(min(max(position, 0), Double(sampleCount)))
    }
}
