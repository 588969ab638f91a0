public import Foundation

/// Writes a recording as a WFDB record: a text header (`.hea`) and one signal file (`.dat`) in format 16.
///
/// Reading the two gives the same recording again. Half counts, which occur in derived leads, are kept exactly: where
/// there is one, all counts and the gain are doubled, and reading gives twice the counts at half the scale. Patient,
/// device, measurements and statements are comments that ``WFDBReader`` understands. Remarks, window and the digest of
/// the source are not part of the format.
public enum WFDBWriter {
    /// Writes one record.
    ///
    /// The name is the record's, and both files bear it; ``isRecordName(_:)`` says which can be.
    ///
    /// - Throws: ``RecordingError/notWritable(what:reason:)`` when the format cannot carry a value unchanged.
    public static func write(_ recording: Recording, name: String) throws(RecordingError) -> WFDBRecord {
        guard isRecordName(name) else {
            throw .notWritable(what: "the record name", reason: "it is not of 1 to 60 letters, digits, - and _")
        }
        let signal = recording.signal
        try require(signal)
        let factor: Float = signal.leads.contains { $0.contains { $0 != $0.rounded() } } ? 2 : 1
        let present = zip(Lead.allCases, signal.leads).filter { !$0.1.isEmpty }
        var counts: [(Lead, [Int16])] = []
        for (lead, samples) in present { counts.append((lead, try whole(samples, factor: factor, of: lead))) }
        let amplitude = WFDBAmplitude.field(signal.microvoltsPerCount.map { $0 / Double(factor) })
        let lines =
            ["\(name) \(counts.count) \(signal.samplingRate) \(signal.sampleCount)" + time(recording.acquiredAt)]
            + counts.map { line($0, $1, file: "\(name).dat", amplitude: amplitude) }
            + (try WFDBComments.lines(for: recording))
        let header = Data(lines.map { $0 + "\n" }.joined().utf8)
        try require(bytes: header.count + signal.sampleCount * counts.count * 2)
        return WFDBRecord(name: name, header: header, signals: Data(interleaved(counts.map(\.1))))
    }

    private static func require(_ signal: Signal) throws(RecordingError) {
        guard RecordingLimits.samplingRates.contains(signal.samplingRate) else {
            throw .notWritable(what: "the sampling rate", reason: "it is no usual one")
        }
        guard signal.sampleCount > 0, signal.sampleCount <= signal.samplingRate * RecordingLimits.seconds else {
            throw .notWritable(what: "the signal", reason: "it is empty or longer than ten minutes")
        }
        try require(bytes: signal.sampleCount * signal.leads.lazy.filter { !$0.isEmpty }.count * 2)
        let scale = signal.microvoltsPerCount
        guard scale.map({ StoredChannel.possibleScales.contains($0 / 2) }) ?? true else {
            throw .notWritable(what: "the scale", reason: "it is none that a converter has")
        }
        let derivable = !signal[.i].isEmpty && !signal[.ii].isEmpty
        guard !derivable || !signal.leads[2..<6].contains([]) else {
            throw .notWritable(what: "a missing limb lead", reason: "reading would derive it from I and II")
        }
    }

    private static func require(bytes: Int) throws(RecordingError) {
        guard bytes <= RecordingReader.maximumBytes else {
            throw .notWritable(what: "the record", reason: "its files would be larger than any that is read")
        }
    }

    private static func whole(_ samples: [Float], factor: Float, of lead: Lead) throws(RecordingError) -> [Int16] {
        var counts: [Int16] = []
        counts.reserveCapacity(samples.count)
        for sample in samples {
            // The lowest count stands for a sample that was not recorded.
            guard let count = Int16(exactly: sample * factor), count > .min else {
                throw .notWritable(what: "lead \(lead.rawValue)", reason: "a sample is no 16-bit whole or half count")
            }
            counts.append(count)
        }
        return counts
    }

    private static func line(_ lead: Lead, _ counts: [Int16], file: String, amplitude: String) -> String {
        let checksum = counts.reduce(Int16(0)) { $0 &+ $1 }
        return "\(file) 16 \(amplitude) 16 0 \(counts.first ?? 0) \(checksum) 0 \(lead.rawValue)"
    }

    /// One sample of every lead in turn, least significant byte first.
    private static func interleaved(_ leads: [[Int16]]) -> [UInt8] {
        let length = leads.first?.count ?? 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length * leads.count * 2)
        for index in 0..<length {
            for lead in leads {
                bytes.append(UInt8(truncatingIfNeeded: lead[index]))
                bytes.append(UInt8(truncatingIfNeeded: lead[index] >> 8))
            }
        }
        return bytes
    }

    private static func time(_ time: AcquisitionTime?) -> String {
        guard let time else { return "" }
        let clock = [time.hour, time.minute, time.second].map { padded($0, 2) }.joined(separator: ":")
        return " \(clock) \(padded(time.date.day, 2))/\(padded(time.date.month, 2))/\(padded(time.date.year, 4))"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Whether a record can bear the name: 1 to 60 ASCII letters, digits, hyphens and underscores.
    public static func isRecordName(_ name: String) -> Bool {
        (1...60).contains(name.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}

/// A record as its two files.
public struct WFDBRecord: Sendable, Equatable {
    /// The name of the record; the files are `name.hea` and `name.dat`.
    public let name: String
    /// The bytes of the header file.
    public let header: Data
    /// The bytes of the signal file.
    public let signals: Data

    /// A record of the bytes of its files.
    public init(name: String, header: Data, signals: Data) {
        self.name = name
        self.header = header
        self.signals = signals
    }
}
