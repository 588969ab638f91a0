/// Makes one signal of the leads of a MUSE document.
enum MuseSignal {
    static func read(_ document: MuseDocument, remarks: inout [String]) throws(RecordingError) -> Signal {
        let waveform = try rhythm(of: document, remarks: &remarks)
        let stored = try standardLeads(of: waveform, remarks: &remarks)
        let rate = try waveform.samplingRate()
        let scale = commonScale(of: stored.map(\.1), remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for (lead, source) in stored {
            leads[index(lead)] = try counts(of: source, scale: scale, remarks: &remarks)
        }
        leads = derived(equalised(leads, remarks: &remarks))
        let missing = Lead.allCases.filter { leads[index($0)].isEmpty }
        guard missing.count < leads.count else { throw .missing(what: "every lead", place: waveform.place) }
        if !missing.isEmpty {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            remarks.append("The waveform at \(waveform.place) lacks \(names).")
        }
        return Signal(samplingRate: rate, microvoltsPerCount: scale.microvoltsPerCount, leads: leads)
    }

    /// How counts become the signal's counts.
    private struct Scale {
        let microvoltsPerCount: Double?
        /// Whether leads are multiplied by their own factor, to microvolts.
        let converts: Bool
    }

    private static func rhythm(
        of document: MuseDocument,
        remarks: inout [String]
    ) throws(RecordingError) -> MuseWaveform {
        let rhythms = document.waveforms.filter(\.isRhythm)
        if rhythms.count > 1 { remarks.append("The file holds several rhythm waveforms; the first is used.") }
        if let first = rhythms.first { return first }
        guard let only = document.waveforms.first(where: \.isUnlabelled) else {
            throw .missing(what: "the rhythm waveform", place: document.waveforms.first?.place)
        }
        remarks.append("The waveform does not say its type; it is taken for the rhythm.")
        return only
    }

    private static func standardLeads(
        of waveform: MuseWaveform,
        remarks: inout [String]
    ) throws(RecordingError) -> [(Lead, MuseLead)] {
        let named = waveform.leads.compactMap { source in source.lead.map { ($0, source) } }
        if named.count < waveform.leads.count { remarks.append("Leads beyond the standard twelve are left out.") }
        guard Set(named.map(\.0)).count == named.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in one waveform", place: waveform.place)
        }
        guard Set(named.map(\.1.delay)).count <= 1 else {
            throw .unusable(
                what: "the waveform",
                reason: "has leads that begin at different times",
                place: waveform.place
            )
        }
        return named
    }

    private static func commonScale(of leads: [MuseLead], remarks: inout [String]) -> Scale {
        let scales = leads.map(\.microvoltsPerCount)
        guard let first = scales.first, !scales.contains(nil) else {
            let place = leads.first { $0.microvoltsPerCount == nil }.map { " at \($0.place)" } ?? ""
            remarks.append("The amplitude unit\(place) is missing or unknown; it is not guessed.")
            return Scale(microvoltsPerCount: nil, converts: false)
        }
        if Set(scales).count == 1 { return Scale(microvoltsPerCount: first, converts: false) }
        remarks.append("The leads have different scales; all are converted to microvolts.")
        return Scale(microvoltsPerCount: 1, converts: true)
    }

    private static func counts(
        of source: MuseLead,
        scale: Scale,
        remarks: inout [String]
    ) throws(RecordingError) -> [Float] {
        let name = source.lead?.rawValue ?? ""
        guard !source.isOff else {
            remarks.append("Lead \(name) counts as missing: the device reports its electrode off.")
            return []
        }
        let counts = try source.counts()
        let factor = scale.converts ? source.microvoltsPerCount ?? 1 : 1
        return counts.map { Float(Double($0) * factor) }
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }

    /// Fills in the limb leads that the file leaves out.
    private static func derived(_ leads: [[Float]]) -> [[Float]] {
        let limbs = Signal.limbLeads(i: leads[index(.i)], ii: leads[index(.ii)])
        return zip(leads.indices, leads).map { position, lead in
            lead.isEmpty && (2..<6).contains(position) ? limbs[position - 2] : lead
        }
    }

    private static func index(_ lead: Lead) -> Int { Lead.allCases.firstIndex(of: lead) ?? 0 }
}
