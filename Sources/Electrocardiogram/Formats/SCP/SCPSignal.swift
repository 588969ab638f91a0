/// Makes one signal of sections 2 to 6 of an SCP-ECG record.
struct SCPSignal {
    private let leads: SCPLeads
    private let rhythm: SCPSamples
    private let beats: SCPBeats?
    /// The reference beat and its samples per lead; nil where it is not there or not needed.
    private let reference: (samples: SCPSamples, count: Int)?
    /// How many times longer the rhythm's interval is than the full one; 1 unless the rhythm is decimated.
    private let factor: Int

    static func read(_ record: SCPRecord, remarks: inout [String]) throws(RecordingError) -> Signal {
        let source = try SCPSignal(record, remarks: &remarks)
        return try source.signal(remarks: &remarks)
    }

    private init(_ record: SCPRecord, remarks: inout [String]) throws(RecordingError) {
        let leads = try SCPLeads(record.required(3, "lead definitions"), remarks: &remarks)
        var huffman: SCPHuffman?
        if let section = record[2] { huffman = try SCPHuffman(section) }
        let rhythm = try SCPSamples(
            record.required(6, "rhythm data"),
            leads: leads.definitions.count,
            huffman: huffman
        )
        self.leads = leads
        self.rhythm = rhythm
        guard leads.subtractsBeats || rhythm.isBimodal else {
            (beats, reference, factor) = (nil, nil, 1)
            return
        }
        let beats = try SCPBeats(
            record.required(4, "places of the beats"),
            readsProtected: rhythm.isBimodal
        )
        let samples = try SCPSamples(
            record.required(5, "reference beat"),
            leads: leads.definitions.count,
            huffman: huffman
        )
        self.beats = beats
        reference = (samples, beats.beatMilliseconds * 1000 / samples.interval)
        factor = rhythm.interval / samples.interval
        guard rhythm.interval % samples.interval == 0, (1...4).contains(factor), factor == 1 || rhythm.isBimodal else {
            throw rhythm.unusable("has an interval that does not go with that of the reference beat")
        }
    }

    private func signal(remarks: inout [String]) throws(RecordingError) -> Signal {
        let rate = try samplingRate(remarks: &remarks)
        let standard = leads.definitions.enumerated().filter { $0.element.lead != nil }
        let longest = standard.map(\.element.samples.count).max() ?? 0
        try RecordingLimits.check(channels: standard.count, samples: longest, samplingRate: rate)
        var stored: [ScaledLead] = []
        let scale = try microvoltsPerCount()
        for (index, definition) in standard {
            guard let lead = definition.lead else { continue }
            let counts = try counts(ofLead: index, definition)
            stored.append(ScaledLead(lead: lead, counts: counts.map(Double.init), microvoltsPerCount: scale))
        }
        if leads.subtractsBeats { remarks.append("The reference beat that the file keeps apart was added back.") }
        if factor > 1 {
            remarks.append("Between the beats the file keeps one mean of \(factor) samples; a line joins them.")
        }
        return try Signal(samplingRate: rate, stored: stored, remarks: &remarks)
    }

    /// The whole rate of an interval in whole microseconds, which is not exact for rates such as 300.
    private func samplingRate(remarks: inout [String]) throws(RecordingError) -> Int {
        let interval = rhythm.interval / factor
        let rate = (1_000_000 + interval / 2) / interval
        guard rate > 0, 1_000_000 / rate == interval || (1_000_000 + rate / 2) / rate == interval, rate <= 100_000
        else {
            throw rhythm.unusable("has an interval between samples that is that of no whole rate")
        }
        if rate * interval != 1_000_000 {
            remarks.append("The interval of \(interval) microseconds is taken for \(rate) samples a second.")
        }
        return rate
    }

    /// Nanovolts of the counts given out: the rhythm's, or what divides those of rhythm and reference beat.
    private var nanovolts: Int {
        guard leads.subtractsBeats, let reference else { return rhythm.nanovolts }
        var (a, b) = (rhythm.nanovolts, reference.samples.nanovolts)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    private func microvoltsPerCount() throws(RecordingError) -> Double? {
        if leads.subtractsBeats, rhythm.nanovolts == 0 || reference?.samples.nanovolts == 0 {
            throw rhythm.unusable("or section 5 has no amplitude unit, which the subtracted beats need")
        }
        return nanovolts > 0 ? Double(nanovolts) / 1000 : nil
    }

    private func counts(ofLead index: Int, _ lead: SCPLeads.Definition) throws(RecordingError) -> [Float] {
        let decimation = SCPDecimation(factor: factor, protected: beats?.protected ?? [], samples: lead.samples)
        let stored = try rhythm.samples(ofLead: index, count: factor > 1 ? decimation.storedCount : lead.samples.count)
        let samples = factor > 1 ? decimation.restored(stored) : stored.map { Float($0) }
        guard leads.subtractsBeats, let reference, let beats else { return samples }
        let beat = try reference.samples.samples(ofLead: index, count: reference.count)
        let (own, other) = (Float(rhythm.nanovolts / nanovolts), Float(reference.samples.nanovolts / nanovolts))
        var result = samples.map { $0 * own }
        var left = 2 * result.count
        for zone in beats.subtractions where zone.samples.overlaps(lead.samples) {
            let covered = zone.samples.clamped(to: lead.samples)
            // The beat's sample that lies on the zone's first one.
            let first = beats.fiducial - 1 + covered.lowerBound - zone.fiducial
            let positions = max(0, -first)..<max(max(0, -first), min(covered.count, beat.count - first))
            left -= positions.count
            guard left >= 0 else { throw rhythm.unusable("has reference beats that were subtracted over each other") }
            let start = covered.lowerBound - lead.samples.lowerBound
            for position in positions { result[start + position] += Float(beat[first + position]) * other }
        }
        return result
    }
}
