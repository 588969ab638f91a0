extension StoredChannel {
    /// Makes one signal of the standard leads of a file.
    ///
    /// Scales are made one, short gaps bridged, ends cut to the shortest lead and missing limb leads derived; every
    /// assumption is a remark.
    ///
    /// - Throws: ``RecordingError`` when no lead is left, or one occurs twice or cannot be kept exactly.
    static func signal(
        of channels: [StoredChannel],
        samplingRate: Int,
        place: TextPlace? = nil,
        remarks: inout [String]
    ) throws(RecordingError) -> Signal {
        guard Set(channels.map(\.lead)).count == channels.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in one file", place: place)
        }
        guard !channels.isEmpty else { throw .missing(what: "every standard lead", place: place) }
        let scale = CommonScale.choose(for: channels, remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for (channel, factor) in zip(channels, scale.factors) {
            leads[channel.lead.position] = try channel.values(
                factor: factor,
                samplingRate: samplingRate,
                remarks: &remarks
            )
        }
        leads = equalised(leads, remarks: &remarks)
        leads = LimbLeads.completed(leads, remarks: &remarks)
        let missing = Lead.allCases.filter { leads[$0.position].isEmpty }.map(\.rawValue)
        guard missing.count < leads.count else { throw .missing(what: "every standard lead", place: nil) }
        if !missing.isEmpty { remarks.append("The file lacks \(missing.joined(separator: ", ")).") }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: scale.microvoltsPerCount, leads: leads)
    }

    /// A remark about channels that are none of the twelve leads; none for no such channel.
    static func remark(leftOut count: Int) -> [String] {
        switch count {
        case 0: []
        case 1: ["One channel beyond the standard twelve leads is left out."]
        default: ["\(count) channels beyond the standard twelve leads are left out."]
        }
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }
}
