/// One `Waveform` element: leads sampled together.
struct MuseWaveform {
    let place: TextPlace
    var fields: [String: String] = [:]
    var leads: [MuseLead] = []

    init(place: TextPlace) {
        self.place = place
    }

    var isRhythm: Bool { kind == "RHYTHM" }
    var isUnlabelled: Bool { kind.isEmpty }

    private var kind: String { fields["WaveformType"]?.uppercased() ?? "" }

    /// SampleBase × 10^SampleExponent, in samples per second.
    func samplingRate() throws(RecordingError) -> Int {
        let exponents = ["": 1.0, "0": 1, "1": 10, "2": 100, "3": 1000, "-1": 0.1, "-2": 0.01, "-3": 0.001]
        guard let base = fields["SampleBase"].flatMap(Double.init),
            let factor = exponents[fields["SampleExponent"] ?? ""],
            let rate = Int(exactly: (base * factor).rounded()), abs(Double(rate) - base * factor) < 1e-6,
            (1...100_000).contains(rate)
        else { throw .unusable(what: "the sampling rate", reason: "is no whole number from 1 to 100000", place: place) }
        return rate
    }
}

/// One `LeadData` element.
struct MuseLead {
    let place: TextPlace
    var fields: [String: String] = [:]
    /// The text of `WaveFormData` and where it begins.
    var samples: (text: [UInt8], place: TextPlace)?

    init(place: TextPlace) {
        self.place = place
    }

    /// The standard lead, or nil for any other electrode position.
    var lead: Lead? {
        let name = fields["LeadID"]?.uppercased()
        return Lead.allCases.first { $0.rawValue.uppercased() == name }
    }

    /// Whether the device noticed that an electrode was off.
    var isOff: Bool { fields["LeadOff"]?.uppercased() == "TRUE" }

    /// How much later than the first lead this one begins, as the file writes it.
    var delay: [String] { [fields["LeadTimeOffset"] ?? "0", fields["LeadOffsetFirstSample"] ?? "0"] }

    /// Scales that a converter may have, in microvolts per count; usual are 1 to 5.
    private static let possibleScales = 1e-3...1e4

    /// Microvolts per count; nil when the unit or the factor is missing, unknown or absurd.
    var microvoltsPerCount: Double? {
        let units = ["NANOVOLTS": 0.001, "MICROVOLTS": 1.0, "MILLIVOLTS": 1000, "VOLTS": 1_000_000]
        guard let unit = fields["LeadAmplitudeUnits"].flatMap({ units[$0.uppercased()] }),
            let factor = fields["LeadAmplitudeUnitsPerBit"].flatMap(Double.init),
            Self.possibleScales.contains(factor * unit)
        else { return nil }
        return factor * unit
    }

    /// The samples above the lead's own baseline, in counts.
    ///
    /// Little-endian 16-bit integers in base64, held against the byte and sample counts and the CRC-32 that the file
    /// states; a CRC of 0 means that the writer made none.
    func counts() throws(RecordingError) -> [Int] {
        let bytes = try bytes()
        let baseline = try integer("FirstSampleBaseline") ?? 0
        guard (-1 << 20...1 << 20).contains(baseline) else {
            throw unusable("has a FirstSampleBaseline beyond any converter")
        }
        return stride(from: 0, to: bytes.count, by: 2).map { index in
            Int(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) - baseline
        }
    }

    private func bytes() throws(RecordingError) -> [UInt8] {
        guard let samples, let bytes = Base64.decode(samples.text) else {
            throw unusable("is cut short or no base64")
        }
        guard try integer("LeadSampleSize") ?? 2 == 2 else { throw unusable("is not stored as 16-bit integers") }
        guard bytes.count % 2 == 0 else { throw unusable("ends within a sample") }
        guard try integer("LeadByteCountTotal") ?? bytes.count == bytes.count,
            try integer("LeadSampleCountTotal") ?? (bytes.count / 2) == bytes.count / 2
        else { throw unusable("has another length than the file states") }
        let stated = try integer("LeadDataCRC32") ?? 0
        guard stated == 0 || UInt32(truncatingIfNeeded: stated) == CyclicRedundancyCheck.crc32(bytes) else {
            throw unusable("does not match its checksum")
        }
        return bytes
    }

    private func integer(_ name: String) throws(RecordingError) -> Int? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        guard let value = Int(text) else { throw unusable("has a \(name) that is no whole number") }
        return value
    }

    private func unusable(_ reason: String) -> RecordingError {
        let name = lead.map { "lead \($0.rawValue)" } ?? "a lead"
        return .unusable(what: "the waveform of \(name)", reason: reason, place: samples?.place ?? place)
    }
}
