import Foundation

/// One signal file of a record with the signals that take turns in it.
struct WFDBSignalFile {
    let name: String
    /// In the order in which their samples follow each other in a frame.
    let signals: [WFDBSignalLine]

    /// Sorts a header's signals into files.
    ///
    /// - Throws: ``RecordingError`` where a file is named that could lie elsewhere, or the signals of one file are not
    ///   together or contradict each other.
    static func group(_ signals: [WFDBSignalLine]) throws(RecordingError) -> [WFDBSignalFile] {
        var files: [WFDBSignalFile] = []
        for signal in signals {
            guard isPlain(signal.fileName) else {
                throw .unusable(
                    what: "the name of a signal file",
                    reason: "is no plain name in the folder of the header",
                    place: signal.place
                )
            }
            guard let last = files.last, last.name == signal.fileName else {
                guard !files.contains(where: { $0.name == signal.fileName }) else {
                    throw unusable("are not on successive lines", at: signal.place)
                }
                files.append(WFDBSignalFile(name: signal.fileName, signals: [signal]))
                continue
            }
            let first = last.signals[0]
            guard signal.format == first.format, signal.byteOffset ?? first.byteOffset == first.byteOffset else {
                throw unusable("have different formats or offsets", at: signal.place)
            }
            files[files.count - 1] = WFDBSignalFile(name: last.name, signals: last.signals + [signal])
        }
        return files
    }

    /// The counts of every signal in the file, each checked against its checksum.
    ///
    /// The frame count is the header's; nil takes all that the file holds.
    func counts(in data: Data, frameCount: Int?, remarks: inout [String]) throws(RecordingError) -> [[Int32]] {
        let first = signals[0]
        let format = try sampleFormat()
        let bytes = [UInt8](data)
        let start = first.byteOffset ?? 0
        let frameLength = signals.reduce(0) { $0 + $1.samplesPerFrame }
        let stored = format.sampleCount(bytes: max(0, bytes.count - start)) / frameLength
        let frames = frameCount ?? stored
        guard frames > 0, frames <= stored else {
            let reason = frames > 0 ? "has fewer samples than the header states" : "holds no samples"
            throw .unusable(what: "the signal file", reason: reason, place: first.place)
        }
        if bytes.count - start > format.byteCount(samples: frames * frameLength) + 1 {
            remarks.append("A signal file is longer than the header states; the rest is left out.")
        }
        var counts: [[Int32]] = []
        var offset = 0
        for signal in signals {
            let samples = (0..<frames * signal.samplesPerFrame).map { index in
                let (frame, within) = index.quotientAndRemainder(dividingBy: signal.samplesPerFrame)
                return format.sample(frame * frameLength + offset + within, of: bytes, from: start)
            }
            try Self.check(samples, against: signal)
            counts.append(samples)
            offset += signal.samplesPerFrame
        }
        return counts
    }

    func sampleFormat() throws(RecordingError) -> WFDBSampleFormat {
        if let format = WFDBSampleFormat(rawValue: signals[0].format) { return format }
        let known = WFDBSampleFormat.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw .unusable(what: "the signal format", reason: "is none of \(known)", place: signals[0].place)
    }

    private static func check(_ samples: [Int32], against signal: WFDBSignalLine) throws(RecordingError) {
        guard let checksum = signal.checksum else { return }
        let sum = samples.reduce(UInt16(0)) { $0 &+ UInt16(truncatingIfNeeded: $1) }
        guard sum == checksum else {
            throw .unusable(what: "a signal", reason: "does not match its checksum", place: signal.place)
        }
    }

    /// Whether a name can only mean a file beside the header.
    private static func isPlain(_ name: String) -> Bool {
        let isSafe = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isSafe && !name.contains { "/\\:".contains($0) } && !name.contains("..") && name != "." && name != "-"
            && name != "~" && name.count <= 255
    }

    private static func unusable(_ reason: String, at place: TextPlace) -> RecordingError {
        .unusable(what: "the signals of one file", reason: reason, place: place)
    }
}
