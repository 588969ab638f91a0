import Electrocardiogram

/// What holds for every recording and every error, whatever the file.
enum Invariants {
    /// What is wrong with a recording; nil where nothing is.
    static func fault(in recording: Recording) -> String? {
        let signal = recording.signal
        let lengths = Set(signal.leads.map(\.count)).subtracting([0])
        if signal.leads.count != 12 { return "there are not twelve leads" }
        if lengths.count > 1 { return "the leads differ in length" }
        if signal.samplingRate < 1 { return "the sampling rate is not positive" }
        if signal.sampleCount / max(signal.samplingRate, 1) > 600 { return "the signal is longer than ten minutes" }
        if !signal.leads.allSatisfy({ $0.allSatisfy(\.isFinite) }) { return "a sample is no number" }
        if let scale = signal.microvoltsPerCount, !scale.isFinite || scale <= 0 { return "the scale is not positive" }
        if recording.sourceDigest.count != 32 { return "the digest is not of 32 bytes" }
        if recording.remarks.contains(where: { $0.isEmpty || !isOneLine($0) }) { return "a remark is not one line" }
        return nil
    }

    /// What is wrong with an error; nil where nothing is.
    static func fault(in error: RecordingError) -> String? {
        if !isOneLine(error.description) { return "an error is not one line" }
        // A file of 64 KiB may not fill a log by its error.
        return error.description.utf8.count > 2000 ? "an error is longer than 2000 bytes" : nil
    }

    private static func isOneLine(_ text: String) -> Bool { !text.contains(where: \.isNewline) }
}
