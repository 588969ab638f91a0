/// Makes one signal of the multiplex groups of a DICOM object.
enum DICOMSignal {
    static func read(_ set: DICOMDataSet, remarks: inout [String]) throws(RecordingError) -> Signal {
        let groups = try rhythm(of: set, remarks: &remarks)
        var leads: [ScaledLead] = []
        for group in groups {
            leads += try self.leads(of: group, besides: Set(leads.map(\.lead)), remarks: &remarks)
        }
        return try Signal(samplingRate: groups[0].samplingRate, stored: leads, remarks: &remarks)
    }

    /// The standard leads of a group, but for those that another group gave.
    private static func leads(
        of group: DICOMMultiplexGroup,
        besides taken: Set<Lead>,
        remarks: inout [String]
    ) throws(RecordingError) -> [ScaledLead] {
        let standard = group.channels.enumerated().filter { $0.element.lead.map { !taken.contains($0) } ?? false }
        let others = group.channels.lazy.filter { $0.lead == nil }.count
        if others > 0 { remarks.append("Left out: channels beyond the standard twelve leads (\(others)).") }
        guard Set(standard.map(\.element.lead)).count == standard.count else {
            throw unusable(group, "has a lead twice")
        }
        try checkSkew(standard.map(\.element), of: group, remarks: &remarks)
        let samples = try valid(group.samples(of: standard.map(\.offset)), group, remarks: &remarks)
        var leads: [ScaledLead] = []
        for ((_, channel), samples) in zip(standard, samples) {
            guard let lead = channel.lead else { continue }
            let counts = try counts(samples, of: channel, lead, group, remarks: &remarks)
            leads.append(ScaledLead(lead: lead, counts: counts, microvoltsPerCount: try channel.microvoltsPerCount()))
        }
        return leads
    }

    /// The recorded group with the most leads, of several the longest, and after it those recorded at the same time.
    private static func rhythm(
        of set: DICOMDataSet,
        remarks: inout [String]
    ) throws(RecordingError) -> [DICOMMultiplexGroup] {
        let items = set.items(.waveformSequence)
        guard !items.isEmpty else { throw .missing(what: "the Waveform Sequence (5400,0100)", place: nil) }
        var groups: [DICOMMultiplexGroup] = []
        for item in items where !DICOMMultiplexGroup.isDerived(item) {
            groups.append(try DICOMMultiplexGroup(item))
        }
        let derived = items.count - groups.count
        if derived > 0 {
            remarks.append("Left out: waveforms that are derived, such as median beats (\(derived)).")
        }
        let rank = { (group: DICOMMultiplexGroup) in (group.independentLeads, group.sampleCount) }
        guard var best = groups.first else { throw .missing(what: "a waveform that is not derived", place: nil) }
        for group in groups.dropFirst() where rank(best) < rank(group) { best = group }
        let isComplete = best.independentLeads == Signal.independentLeads.count
        let others = isComplete ? [] : groups.filter { $0.offset != best.offset && $0.isSimultaneous(with: best) }
        if groups.count > 1 {
            let use = others.isEmpty ? "the one with most leads is" : "those recorded at the same time are"
            remarks.append("The file holds \(groups.count) recorded waveforms; \(use) used.")
        }
        return [best] + others
    }

    /// Channels sampled in turn differ by less than a sample, which is left as it is; larger shifts are refused.
    private static func checkSkew(
        _ channels: [DICOMChannel],
        of group: DICOMMultiplexGroup,
        remarks: inout [String]
    ) throws(RecordingError) {
        var skews: [Double] = []
        for channel in channels { skews.append(try channel.skew(samplingRate: group.samplingRate)) }
        let spread = (skews.max() ?? 0) - (skews.min() ?? 0)
        guard spread < 1 else { throw unusable(group, "has leads that begin at different times") }
        guard spread > 0 else { return }
        remarks.append("The leads were sampled up to \(spread) of a sample apart; this is not corrected.")
    }

    /// Cuts the end that is padding in every lead and takes out leads with padding elsewhere.
    private static func valid(
        _ samples: [[Int]],
        _ group: DICOMMultiplexGroup,
        remarks: inout [String]
    ) throws(RecordingError) -> [[Int]] {
        guard let padding = try group.padding() else { return samples }
        guard padding != 0 else {
            remarks.append("The value that marks missing samples is 0, which leads have anyway; it marks none.")
            return samples
        }
        let ends = samples.map { ($0.lastIndex { $0 != padding } ?? -1) + 1 }
        let end = ends.max() ?? 0
        if end < group.sampleCount, end > 0 {
            remarks.append("The last \(group.sampleCount - end) samples are marked as none in every lead and cut off.")
        }
        return samples.map { lead in
            let counted = lead.prefix(end)
            guard counted.contains(padding) else { return Array(counted) }
            remarks.append("A lead counts as missing: some of its samples are marked as invalid.")
            return []
        }
    }

    private static func counts(
        _ samples: [Int],
        of channel: DICOMChannel,
        _ lead: Lead,
        _ group: DICOMMultiplexGroup,
        remarks: inout [String]
    ) throws(RecordingError) -> [Double] {
        if let status = channel.status {
            let outcome = channel.isOff ? "; it counts as missing" : ""
            remarks.append("The device calls lead \(lead.rawValue) \(status)\(outcome).")
            if channel.isOff { return [] }
        }
        let encoding = try group.encoding()
        let bits = try channel.bitsStored(allocated: encoding.size * 8)
        let range = encoding.isSigned ? -(1 << (bits - 1))..<1 << (bits - 1) : 0..<1 << bits
        if !samples.allSatisfy(range.contains) {
            remarks.append("Lead \(lead.rawValue) has samples beyond its \(bits) bits; they are used as they are.")
        }
        // Beyond this a Float is not exact any more.
        guard samples.allSatisfy({ abs($0) <= 1 << 24 }) else {
            throw unusable(group, "has samples beyond 24 bits in lead \(lead.rawValue)")
        }
        let baseline = try channel.baselineCounts()
        return samples.map { Double($0) + baseline }
    }

    private static func unusable(_ group: DICOMMultiplexGroup, _ reason: String) -> RecordingError {
        .unusable(what: "the multiplex group at byte \(group.offset)", reason: reason, place: nil)
    }
}
