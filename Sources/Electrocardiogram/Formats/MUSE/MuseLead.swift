/// One `LeadData` element.
struct MuseLead {
    let place: SourcePlace
    var fields = MuseFields()
    /// The text of `WaveFormData` and where it begins.
    var samples: (text: [UInt8], place: SourcePlace)?

    init(place: SourcePlace) {
        self.place = place
    }

    /// The standard lead, or nil for any other electrode position.
    var lead: Lead? { fields["LeadID"].flatMap { Self.standard[$0.uppercased()] } }

    private static let standard = Dictionary(uniqueKeysWithValues: Lead.allCases.map { ($0.rawValue.uppercased(), $0) })

    /// Whether the device noticed that an electrode was off.
    var isOff: Bool { fields["LeadOff"]?.uppercased() == "TRUE" }

    /// How much later than the first lead this one begins, as the file writes it.
    var delay: [String] { [fields["LeadTimeOffset"] ?? "0", fields["LeadOffsetFirstSample"] ?? "0"] }

    /// Scales that a converter may have, in microvolts per count; usual are 1 to 5.
    private static let possibleScales = 1e-3...1e4

    private static let units = [
        "NANOVOLTS": 0.001, "NANOVOLT": 0.001, "NV": 0.001, "MICROVOLTS": 1, "MICROVOLT": 1, "UV": 1,
        "MILLIVOLTS": 1000, "MILLIVOLT": 1000, "MV": 1000, "VOLTS": 1_000_000, "VOLT": 1_000_000, "V": 1_000_000,
    ]

    /// Microvolts per count; nil when the unit or the factor is missing, unknown or absurd.
    var microvoltsPerCount: Double? {
        guard let unit = fields["LeadAmplitudeUnits"].flatMap({ Self.units[$0.uppercased()] }),
            let factor = fields["LeadAmplitudeUnitsPerBit"].flatMap(Double.init),
            Self.possibleScales.contains(factor * unit)
        else { return nil }
        return factor * unit
    }

    /// The samples above the lead's own baseline, each times a factor.
    ///
    /// Little-endian 16-bit integers in base64, held against the byte and sample counts and the CRC-32 that the file
    /// states; a CRC of 0 means that the writer made none.
    func counts(times factor: Double) throws(RecordingError) -> [Float] {
        let bytes = try bytes()
        let baseline = try integer("FirstSampleBaseline") ?? 0
        guard (-1 << 20...1 << 20).contains(baseline) else {
            throw unusable("has a FirstSampleBaseline beyond any converter")
        }
        return [Float](unsafeUninitializedCapacity: bytes.count / 2) { counts, count in
            bytes.withUnsafeBytes { bytes in
                for index in 0..<bytes.count / 2 {
                    let sample = bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)
                    let count = Int32(Int16(littleEndian: sample)) &- Int32(baseline)
                    counts[index] = factor == 1 ? Float(count) : Float(Double(count) * factor)
                }
            }
            count = bytes.count / 2
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
        guard let value = MuseNumber.whole(text) else { throw unusable("has a \(name) that is no whole number") }
        return value
    }

    private func unusable(_ reason: String) -> RecordingError {
        let name = lead.map { "lead \($0.rawValue)" } ?? "a lead"
        return .unusable(what: "the waveform of \(name)", reason: reason, place: (samples?.place ?? place).text)
    }
}
