/// Makes one signal of the leads of a MUSE document.
enum MuseSignal {
    /// The longest recording read, in seconds.
    private static let maximumSeconds = 600

    static func read(_ document: MuseDocument, remarks: inout [String]) throws(RecordingError) -> Signal {
        let waveform = try MuseRhythm.find(in: document, remarks: &remarks)
        let stored = try standardLeads(of: waveform, remarks: &remarks)
        let rate = try waveform.samplingRate()
        let scale = MuseScale(of: stored.map(\.1), remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for (lead, source) in stored {
            leads[index(lead)] = try counts(of: source, scale: scale, rate: rate, remarks: &remarks)
        }
        leads = LimbLeads.completed(equalised(leads, remarks: &remarks), remarks: &remarks)
        let missing = Lead.allCases.filter { leads[index($0)].isEmpty }
        guard missing.count < leads.count else { throw .missing(what: "every lead", place: waveform.place.text) }
        if !missing.isEmpty {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            remarks.append("The waveform at \(waveform.place.text) lacks \(names).")
        }
        return Signal(samplingRate: rate, microvoltsPerCount: scale.microvoltsPerCount, leads: leads)
    }

    private static func standardLeads(
        of waveform: MuseWaveform,
        remarks: inout [String]
    ) throws(RecordingError) -> [(Lead, MuseLead)] {
        let named = waveform.leads.compactMap { source in source.lead.map { ($0, source) } }
        let others = waveform.leads.count - named.count
        if others > 0 {
            remarks.append("Leads beyond the standard twelve are left out: \(others) of \(waveform.leads.count).")
        }
        guard Set(named.map(\.0)).count == named.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in one waveform", place: waveform.place.text)
        }
        guard Set(named.map(\.1.delay)).count <= 1 else {
            let reason = "has leads that begin at different times"
            throw .unusable(what: "the waveform", reason: reason, place: waveform.place.text)
        }
        return named
    }

    private static func counts(
        of source: MuseLead,
        scale: MuseScale,
        rate: Int,
        remarks: inout [String]
    ) throws(RecordingError) -> [Float] {
        let name = source.lead?.rawValue ?? ""
        guard !source.isOff else {
            remarks.append("Lead \(name) counts as missing: the device reports its electrode off.")
            return []
        }
        let counts = try source.counts(times: scale.factor(source))
        guard counts.count <= maximumSeconds * rate else {
            throw .limitExceeded(what: "the length in seconds", limit: maximumSeconds, place: source.place.text)
        }
        return counts
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }

    private static func index(_ lead: Lead) -> Int { Lead.allCases.firstIndex(of: lead) ?? 0 }
}
