extension StoredChannel {
    /// Makes one signal of the standard leads of a file.
    ///
    /// Short gaps are bridged, with a remark.
    ///
    /// - Throws: ``RecordingError`` when no lead is left, or one occurs twice or cannot be kept exactly.
    static func signal(
        of channels: [StoredChannel],
        samplingRate: Int,
        place: TextPlace? = nil,
        remarks: inout [String]
    ) throws(RecordingError) -> Signal {
        var leads: [ScaledLead] = []
        for channel in channels { leads.append(try channel.scaled(samplingRate: samplingRate, remarks: &remarks)) }
        return try Signal(samplingRate: samplingRate, stored: leads, place: place, remarks: &remarks)
    }

    /// A remark about channels that are none of the twelve leads; none for no such channel.
    static func remark(leftOut count: Int) -> [String] {
        switch count {
        case 0: []
        case 1: ["One channel beyond the standard twelve leads is left out."]
        default: ["\(count) channels beyond the standard twelve leads are left out."]
        }
    }
}
