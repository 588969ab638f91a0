/// One item of a Waveform Sequence: channels sampled together (PS3.3 C.10.9).
struct DICOMMultiplexGroup {
    private let item: DICOMDataSet
    /// Where it begins in the file, in bytes.
    var offset: Int { item.offset }
    /// The channels in the order of their samples.
    let channels: [DICOMChannel]
    /// Samples in each channel, at least one.
    let sampleCount: Int
    /// Whole samples per second.
    let samplingRate: Int

    init(_ item: DICOMDataSet) throws(RecordingError) {
        self.item = item
        let definitions = item.items(.channelDefinitions)
        guard let count = try item.integer(.channelCount), let samples = try item.integer(.sampleCount) else {
            throw .missing(what: "the size of the multiplex group at byte \(item.offset)", place: nil)
        }
        guard count == definitions.count, count > 0, samples > 0 else {
            throw item.unusable(.channelCount, "does not match the channels described or there are no samples")
        }
        guard let rate = try item.decimal(.samplingFrequency).flatMap(Int.init(exactly:)), (1...100_000).contains(rate)
        else { throw item.unusable(.samplingFrequency, "is no whole number from 1 to 100000") }
        try RecordingLimits.check(channels: count, samples: samples, samplingRate: rate)
        var channels: [DICOMChannel] = []
        for (index, definition) in definitions.enumerated() {
            channels.append(try DICOMChannel(definition, number: index + 1))
        }
        self.channels = channels
        sampleCount = samples
        timeOffset = try item.decimal(.groupTimeOffset)
        samplingRate = rate
    }

    /// Whether the group calls itself derived or its label tells of an average beat, not of a recording.
    static func isDerived(_ item: DICOMDataSet) -> Bool {
        let label = item.code(.groupLabel)?.uppercased() ?? ""
        if ["MEDIAN", "AVERAGE", "REPRESENTATIVE", "TEMPLATE"].contains(where: label.contains) { return true }
        return item.code(.originality) == "DERIVED"
    }

    /// When the group begins, in milliseconds; nil where the file does not say.
    let timeOffset: Double?

    /// Whether two groups say that their samples were taken at the same times.
    func isSimultaneous(with other: DICOMMultiplexGroup) -> Bool {
        guard let timeOffset, let otherOffset = other.timeOffset else { return false }
        return timeOffset == otherOffset && samplingRate == other.samplingRate && sampleCount == other.sampleCount
    }

    /// How many of the eight independent leads are among the channels.
    var independentLeads: Int {
        Set(channels.compactMap(\.lead)).intersection(Signal.independentLeads).count
    }

    /// The samples of some channels, by their places in the group, as the file encodes them.
    func samples(of places: [Int]) throws(RecordingError) -> [[Int]] {
        let encoding = try encoding()
        guard let data = item.bytes(.waveformData) else {
            throw .missing(what: "the Waveform Data of the multiplex group at byte \(item.offset)", place: nil)
        }
        let step = channels.count * encoding.size
        let expected = step * sampleCount
        guard data.count == expected || data.count == expected + expected % 2 else {
            throw item.unusable(.waveformData, "holds \(data.count) bytes instead of \(expected)")
        }
        return places.map { place in
            (0..<sampleCount).map { index in
                encoding.sample(data, at: data.startIndex + index * step + place * encoding.size)
            }
        }
    }

    /// The value that stands for no sample; nil where the group has none.
    func padding() throws(RecordingError) -> Int? {
        guard let value = item.bytes(.paddingValue), !value.isEmpty else { return nil }
        let encoding = try encoding()
        guard value.count >= encoding.size else { throw item.unusable(.paddingValue, "is shorter than a sample") }
        return encoding.sample(value, at: value.startIndex)
    }

    /// Bytes and sign of a sample.
    func encoding() throws(RecordingError) -> DICOMSampleEncoding {
        guard let name = item.code(.interpretation), let encoding = DICOMSampleEncoding(rawValue: name) else {
            throw item.unusable(.interpretation, "is none of SB, UB, SS, US and SL")
        }
        guard try item.integer(.bitsAllocated) == encoding.size * 8 else {
            throw item.unusable(.bitsAllocated, "does not go with the sample interpretation \(name)")
        }
        return encoding
    }
}

/// How a sample is written (Waveform Sample Interpretation); the companded 8-bit ones are no ECG.
enum DICOMSampleEncoding: String {
    case signedByte = "SB"
    case unsignedByte = "UB"
    case signedShort = "SS"
    case unsignedShort = "US"
    case signedLong = "SL"

    /// Bytes of a sample.
    var size: Int {
        switch self {
        case .signedByte, .unsignedByte: 1
        case .signedShort, .unsignedShort: 2
        case .signedLong: 4
        }
    }

    /// Whether values may be negative.
    var isSigned: Bool { self != .unsignedByte && self != .unsignedShort }

    /// The sample that begins at an index, which the caller has held against the end.
    func sample(_ bytes: ArraySlice<UInt8>, at index: Int) -> Int {
        let bits = (0..<size).reduce(0) { $0 | Int(bytes[index + $1]) << (8 * $1) }
        return isSigned && bits >> (size * 8 - 1) == 1 ? bits - 1 << (size * 8) : bits
    }
}
