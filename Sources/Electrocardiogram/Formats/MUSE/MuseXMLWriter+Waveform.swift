import Foundation

extension MuseXMLWriter {
    static func waveform(_ signal: Signal) throws(RecordingError) -> MuseElement {
        guard let scale = signal.microvoltsPerCount, scale.isFinite, scale > 0 else {
            throw .notWritable(what: "the waveform", reason: "its amplitude unit is unknown")
        }
        let stored = storedLeads(signal)
        let head = leaves([
            ("WaveformType", "Rhythm"), ("WaveformStartTime", "0"),
            ("NumberofLeads", String(stored.count)), ("SampleType", "CONTINUOUS_SAMPLES"),
            ("SampleBase", String(signal.samplingRate)), ("SampleExponent", "0"),
        ])
        var leads: [MuseElement] = []
        for lead in stored { leads.append(try data(lead, of: signal, scale: scale)) }
        return MuseElement("Waveform", head + leads)
    }

    private static func data(_ lead: Lead, of signal: Signal, scale: Double) throws(RecordingError) -> MuseElement {
        let bytes = try littleEndian(signal[lead], of: lead)
        return MuseElement(
            "LeadData",
            leaves([
                ("LeadByteCountTotal", String(bytes.count)), ("LeadTimeOffset", "0"),
                ("LeadSampleCountTotal", String(bytes.count / 2)),
                ("LeadAmplitudeUnitsPerBit", scale.description), ("LeadAmplitudeUnits", "MICROVOLTS"),
                ("LeadHighLimit", "32767"), ("LeadLowLimit", "-32768"), ("LeadID", lead.rawValue),
                ("LeadOffsetFirstSample", "0"), ("FirstSampleBaseline", "0"), ("LeadSampleSize", "2"),
                ("LeadOff", "FALSE"), ("BaselineSway", "FALSE"),
                ("LeadDataCRC32", String(CyclicRedundancyCheck.crc32(bytes))),
                ("WaveFormData", Data(bytes).base64EncodedString()),
            ])
        )
    }

    private static func littleEndian(_ counts: [Float], of lead: Lead) throws(RecordingError) -> [UInt8] {
        guard !counts.isEmpty else {
            throw .notWritable(what: "lead \(lead.rawValue)", reason: "it is missing")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(counts.count * 2)
        for count in counts {
            guard let sample = Int16(exactly: count) else {
                throw .notWritable(what: "lead \(lead.rawValue)", reason: "a sample is no 16-bit whole number")
            }
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return bytes
    }

    /// The eight independent leads where the other four follow from them, as devices write them; else all twelve.
    private static func storedLeads(_ signal: Signal) -> [Lead] {
        let derived = Signal.limbLeads(i: signal[.i], ii: signal[.ii])
        return Array(signal.leads[2..<6]) == derived ? Signal.independentLeads : Lead.allCases
    }
}
