/// Section 3: which leads there are and which samples of the recording each has (EN 1064, 5.6).
struct SCPLeads {
    /// One lead of the file, standard or not.
    struct Definition {
        /// The standard lead; nil for any other electrode position.
        let lead: Lead?
        /// The first and the last sample, counted from 1 at the full rate.
        let samples: ClosedRange<Int>
    }

    let definitions: [Definition]
    /// Whether the reference beat was subtracted from the rhythm.
    let subtractsBeats: Bool

    init(_ section: SCPSection, remarks: inout [String]) throws(RecordingError) {
        let count = try section.uint8(0)
        let flags = try section.uint8(1)
        guard count > 0 else { throw section.unusable("defines no lead") }
        guard count <= RecordingLimits.channels else {
            throw RecordingError.limitExceeded(what: "the number of leads", limit: RecordingLimits.channels, place: nil)
        }
        subtractsBeats = flags & 1 == 1
        var definitions: [Definition] = []
        for index in 0..<count {
            let position = 2 + 9 * index
            let first = try section.uint32(position)
            let last = try section.uint32(position + 4)
            guard first >= 1, last >= first else { throw section.unusable("has a lead without samples") }
            let lead = Lead(standardNumber: try section.uint8(position + 8))
            definitions.append(Definition(lead: lead, samples: first...last))
        }
        self.definitions = definitions
        let standard = definitions.filter { $0.lead != nil }
        guard Set(standard.map(\.lead)).count == standard.count else { throw section.unusable("has a lead twice") }
        guard Set(standard.map(\.samples.lowerBound)).count <= 1 else {
            throw section.unusable("has leads that begin at different times")
        }
        if flags & 4 == 0, flags >> 3 < count {
            remarks.append("The file does not say that all leads were recorded at once; they are taken so.")
        }
        let others = definitions.count - standard.count
        if others > 0 { remarks.append("Left out: leads beyond the standard twelve (\(others)).") }
    }
}
