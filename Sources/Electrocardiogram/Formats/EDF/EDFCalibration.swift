/// How the counts of a signal become volts.
struct EDFCalibration {
    /// The counts that the header allows.
    let range: ClosedRange<Int>
    /// The count of zero volts, which need not be whole.
    let zero: Double
    /// Negative where the header gives the extremes in reverse; nil where it gives no voltage.
    let microvoltsPerCount: Double?

    /// Takes the scale that puts the digital extremes on the physical ones.
    ///
    /// - Throws: ``RecordingError/unusable(what:reason:place:)`` where the digital extremes are none of the format.
    init(of signal: EDFSignalHeader, bytesPerSample: Int) throws(RecordingError) {
        let highest = (1 << (bytesPerSample * 8 - 1)) - 1
        guard let low = signal.digitalMinimum, let high = signal.digitalMaximum, low < high,
            low >= -highest - 1, high <= highest
        else {
            let what = "the digital minimum and maximum of lead \(signal.lead?.rawValue ?? "")"
            throw EDFFields.unusable(what, "are no range of \(bytesPerSample * 8)-bit numbers", at: signal.offset)
        }
        range = low...high
        guard let unit = AmplitudeUnit.microvolts(in: signal.unit),
            let physicalLow = signal.physicalMinimum, let physicalHigh = signal.physicalMaximum
        else {
            zero = 0
            microvoltsPerCount = nil
            return
        }
        let unitsPerCount = (physicalHigh - physicalLow) / Double(high - low)
        guard StoredChannel.possibleScales.contains(abs(unitsPerCount * unit)) else {
            zero = 0
            microvoltsPerCount = nil
            return
        }
        zero = Self.snapped(Double(low) - physicalLow / unitsPerCount)
        microvoltsPerCount = unitsPerCount * unit
    }

    /// The next whole or half count where only the digits of the quotient are in between.
    private static func snapped(_ zero: Double) -> Double {
        let half = (zero * 2).rounded() / 2
        return abs(zero - half) < 1e-6 ? half : zero
    }
}
