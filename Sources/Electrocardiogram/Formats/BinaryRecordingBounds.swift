/// How much signal a binary file may declare; a resting ECG has a small part of it.
enum BinaryRecordingBounds {
    static let channels = 32
    static let seconds = 600

    /// Refuses more channels or more time than any resting ECG has, before anything of that size is made.
    static func check(channels: Int, samples: Int, samplingRate: Int) throws(RecordingError) {
        guard channels <= Self.channels else { throw exceeded("the number of channels", Self.channels) }
        guard samples / samplingRate <= seconds else { throw exceeded("the waveform's length in seconds", seconds) }
    }

    /// Binary files have no lines; the start of the file stands for the place.
    static func exceeded(_ what: String, _ limit: Int) -> RecordingError {
        .limitExceeded(what: what, limit: limit, place: TextPlace(line: 1, column: 1))
    }
}
