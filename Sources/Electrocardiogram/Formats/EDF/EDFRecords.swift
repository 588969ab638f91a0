/// The data records of a file: in each, the samples of every signal one signal after the other.
struct EDFRecords {
    private let header: EDFHeader
    private let bytes: [UInt8]
    private let count: Int
    private let recordBytes: Int
    /// Where each signal begins in a record, in bytes.
    private let starts: [Int]

    /// How far a sampling rate may be from a whole number, as a fraction; durations have eight characters at most.
    private static let rateTolerance = 1e-6

    init(_ header: EDFHeader, bytes: [UInt8], remarks: inout [String]) throws(RecordingError) {
        let (stored, excess) = max(0, bytes.count - header.byteCount)
            .quotientAndRemainder(dividingBy: header.recordBytes)
        let count = header.recordCount ?? stored
        guard count > 0, count <= stored else {
            throw .unusable(
                what: "the file of \(bytes.count) bytes",
                reason: "is cut short: it holds \(stored) of \(header.recordCount ?? 1) data records",
                place: nil
            )
        }
        if header.recordCount == nil {
            remarks.append("The file does not say how many data records it has; all that it holds are taken.")
        }
        if count < stored || excess > 0 {
            remarks.append("The file is longer than its data records; the rest is left out.")
        }
        guard Double(count) * header.recordSeconds <= Double(RecordingLimits.seconds) else {
            throw .limitExceeded(
                what: "the duration in seconds",
                limit: RecordingLimits.seconds,
                place: TextPlace(line: 1, column: 237)
            )
        }
        self.header = header
        self.bytes = bytes
        self.count = count
        recordBytes = header.recordBytes
        starts = header.signals.indices.map { signal in
            header.signals[..<signal].reduce(0) { $0 + $1.samplesPerRecord } * header.bytesPerSample
        }
    }

    /// The standard leads among the signals.
    func signal(remarks: inout [String]) throws(RecordingError) -> Signal {
        var channels: [StoredChannel] = []
        var perRecord: Set<Int> = []
        for (index, signal) in header.signals.enumerated() {
            guard let lead = signal.lead else { continue }
            perRecord.insert(signal.samplesPerRecord)
            let calibration = try EDFCalibration(of: signal, bytesPerSample: header.bytesPerSample)
            let counts = counts(of: index)
            let beyond = counts.lazy.filter { !calibration.range.contains(Int($0)) }.count
            if beyond > 0 {
                remarks.append("Lead \(lead.rawValue) has \(beyond) samples beyond the range that the header states.")
            }
            channels.append(
                StoredChannel(
                    lead: lead,
                    counts: counts,
                    invalidCount: nil,
                    zero: calibration.zero,
                    microvoltsPerCount: calibration.microvoltsPerCount
                )
            )
        }
        guard perRecord.count <= 1 else {
            throw .unusable(what: "the file", reason: "has leads with different sampling rates", place: nil)
        }
        let others = header.signals.filter { !$0.isAnnotations && $0.lead == nil }.count
        remarks += StoredChannel.remark(leftOut: others)
        let rate = try samplingRate(samplesPerRecord: perRecord.first)
        return try StoredChannel.signal(of: channels, samplingRate: rate, remarks: &remarks)
    }

    /// How many texts the annotation signals hold.
    ///
    /// An annotation list is a time, then texts, each ended by 20; lists are ended by 0. The first list of a record
    /// only keeps its time and has an empty text.
    func annotationCount() -> Int {
        let annotations = header.signals.indices.filter { header.signals[$0].isAnnotations }
        return annotations.reduce(0) { sum, signal in
            (0..<count).reduce(sum) { $0 + Self.texts(in: bytes[range(of: signal, in: $1)]) }
        }
    }

    private static func texts(in lists: ArraySlice<UInt8>) -> Int {
        var texts = 0
        var isTime = true
        var length = 0
        for byte in lists {
            if byte == 20, !isTime, length > 0 { texts += 1 }
            switch byte {
            case 0: (isTime, length) = (true, 0)
            case 20: (isTime, length) = (false, 0)
            default: length += 1
            }
        }
        return texts
    }

    private func samplingRate(samplesPerRecord: Int?) throws(RecordingError) -> Int {
        guard let samplesPerRecord else { throw .missing(what: "every standard lead", place: nil) }
        let rate = Double(samplesPerRecord) / header.recordSeconds
        guard (1...Double(RecordingLimits.samplingRates.upperBound)).contains(rate),
            abs(rate - rate.rounded()) <= rate * Self.rateTolerance
        else {
            let reason =
                "is no whole number from 1 to \(RecordingLimits.samplingRates.upperBound); resample the recording first"
            throw EDFFields.unusable("the sampling rate", reason, at: 244)
        }
        return Int(rate.rounded())
    }

    private func counts(of signal: Int) -> [Int32] {
        var counts: [Int32] = []
        counts.reserveCapacity(count * header.signals[signal].samplesPerRecord)
        for record in 0..<count {
            let range = range(of: signal, in: record)
            for at in stride(from: range.lowerBound, to: range.upperBound, by: header.bytesPerSample) {
                counts.append(sample(at: at))
            }
        }
        return counts
    }

    /// The bytes of one signal in one record.
    private func range(of signal: Int, in record: Int) -> Range<Int> {
        let start = header.byteCount + record * recordBytes + starts[signal]
        return start..<start + header.signals[signal].samplesPerRecord * header.bytesPerSample
    }

    /// Two's complement, least significant byte first.
    private func sample(at index: Int) -> Int32 {
        let low = Int32(bytes[index])
        guard header.isBDF else { return low | Int32(Int8(bitPattern: bytes[index + 1])) << 8 }
        return low | Int32(bytes[index + 1]) << 8 | Int32(Int8(bitPattern: bytes[index + 2])) << 16
    }
}
