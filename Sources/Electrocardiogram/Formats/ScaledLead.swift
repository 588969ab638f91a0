/// One standard lead with a scale of its own; where every format's leads meet before they become one signal.
struct ScaledLead {
    let lead: Lead
    /// In the file's counts, zero being 0 µV; without elements where the lead counts as missing.
    let counts: [Double]
    /// Negative where the polarity is inverted; nil where the file gives no usable amplitude unit.
    let microvoltsPerCount: Double?

    /// The largest distance of a sample from 0 µV, in counts.
    var magnitude: Double { counts.lazy.map { abs($0) }.max() ?? 0 }
}

extension Signal {
    /// Makes one signal of a file's standard leads.
    ///
    /// Scales are made one, ends cut to the shortest lead and missing limb leads derived; every assumption is a remark.
    ///
    /// - Throws: ``RecordingError`` when no lead is left or one occurs twice.
    init(
        samplingRate: Int,
        stored: [ScaledLead],
        place: TextPlace? = nil,
        remarks: inout [String]
    ) throws(RecordingError) {
        guard Set(stored.map(\.lead)).count == stored.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in one file", place: place)
        }
        let present = stored.filter { !$0.counts.isEmpty }
        guard !present.isEmpty else { throw .missing(what: "every standard lead", place: place) }
        let scale = CommonScale.choose(for: present, remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for (lead, factor) in zip(present, scale.factors) {
            leads[lead.lead.position] = lead.counts.map { Float($0 * factor) }
        }
        leads = LimbLeads.completed(Self.equalised(leads, remarks: &remarks), remarks: &remarks)
        let missing = Lead.allCases.filter { leads[$0.position].isEmpty }.map(\.rawValue)
        if !missing.isEmpty { remarks.append("The file lacks \(missing.joined(separator: ", ")).") }
        self.init(samplingRate: samplingRate, microvoltsPerCount: scale.microvoltsPerCount, leads: leads)
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }
}
