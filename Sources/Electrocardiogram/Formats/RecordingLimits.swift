/// How much a reader takes for one resting ECG, beside ``RecordingReader/maximumBytes``.
enum RecordingLimits {
    /// The longest recording, in seconds.
    static let seconds = 600
    /// The highest sampling rate, in hertz.
    static let samplingRate = 100_000
}
