/// How much a reader takes for one resting ECG, beside ``RecordingReader/maximumBytes``.
enum RecordingLimits {
    /// The longest recording, in seconds.
    static let seconds = 600
    /// What the sampling rate may be, in hertz.
    static let samplingRates = 1...100_000
    /// Channels of one recording, the twelve leads among them.
    static let channels = 32
    /// Samples of all channels together: the longest recording of the most channels at 1000 hertz.
    static let samples = 19_200_000

    /// Refuses more channels or more time than any resting ECG has, before anything of that size is made.
    static func check(channels: Int, samples: Int, samplingRate: Int) throws(RecordingError) {
        guard channels <= Self.channels else {
            throw .limitExceeded(what: "the number of channels", limit: Self.channels, place: nil)
        }
        guard samples / samplingRate <= seconds else {
            throw .limitExceeded(what: "the waveform's length in seconds", limit: seconds, place: nil)
        }
    }
}
