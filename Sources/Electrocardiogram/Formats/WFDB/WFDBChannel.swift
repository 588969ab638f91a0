/// A signal of a record that is one of the standard leads.
struct WFDBChannel {
    let lead: Lead
    let line: WFDBSignalLine
    let format: WFDBSampleFormat
    /// All counts of the file.
    let samples: [Int32]

    static func lead(of line: WFDBSignalLine) -> Lead? { ChannelLabel.lead(line.description) }

    /// Samples per second of every lead.
    static func samplingRate(
        of channels: [WFDBChannel],
        frameRate: Double,
        at place: TextPlace
    ) throws(RecordingError) -> Int {
        let perFrame = Set(channels.map(\.line.samplesPerFrame))
        guard perFrame.count <= 1 else {
            throw .unusable(what: "the record", reason: "has leads with different sampling rates", place: place)
        }
        let rate = frameRate * Double(perFrame.first ?? 1)
        guard let whole = Int(exactly: rate), RecordingLimits.samplingRates.contains(whole) else {
            let reason =
                "is no whole number from 1 to \(RecordingLimits.samplingRates.upperBound); resample the record first"
            throw .unusable(what: "the sampling rate", reason: reason, place: place)
        }
        guard (channels.map(\.samples.count).max() ?? 0) <= whole * RecordingLimits.seconds else {
            throw .limitExceeded(what: "the duration in seconds", limit: RecordingLimits.seconds, place: place)
        }
        return whole
    }

    /// The leads without the samples before the record's first, in the units that the header states.
    static func stored(_ channels: [WFDBChannel], remarks: inout [String]) -> [StoredChannel] {
        if channels.contains(where: { $0.line.skew > 0 }) {
            remarks.append("The header moves leads against each other (skew); samples before the start are left out.")
        }
        if channels.contains(where: { $0.line.unit == nil && $0.line.gain != nil }) {
            remarks.append("The header names no amplitude unit; the format's standard makes it millivolts.")
        }
        return channels.map { channel in
            StoredChannel(
                lead: channel.lead,
                counts: Array(channel.samples.dropFirst(channel.line.skew * channel.line.samplesPerFrame)),
                invalidCount: channel.format.invalidCount,
                zero: Double(channel.line.baseline),
                microvoltsPerCount: channel.microvoltsPerCount
            )
        }
    }

    /// Nil for a signal that is not calibrated or in a unit that is no voltage.
    private var microvoltsPerCount: Double? {
        guard let gain = line.gain, let unit = AmplitudeUnit.microvolts(in: line.unit ?? "mV") else { return nil }
        let scale = unit / gain
        return StoredChannel.possibleScales.contains(abs(scale)) ? scale : nil
    }
}
