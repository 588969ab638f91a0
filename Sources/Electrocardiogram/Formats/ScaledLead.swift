/// One standard lead as a file stores it, with a scale of its own.
struct ScaledLead {
    let lead: Lead
    /// In the file's counts, zero being 0 µV.
    let counts: [Float]
    /// Nil where the file gives no usable amplitude unit.
    let microvoltsPerCount: Double?
}

extension Lead {
    /// The lead that a number stands for in EN 1064 (table of lead identifiers) and in the MDC lead codes `2:n`.
    init?(standardNumber: Int) {
        let numbered: [Int: Lead] = [
            1: .i, 2: .ii, 3: .v1, 4: .v2, 5: .v3, 6: .v4, 7: .v5, 8: .v6, 61: .iii, 62: .avr, 63: .avl, 64: .avf,
        ]
        guard let lead = numbered[standardNumber] else { return nil }
        self = lead
    }
}

extension Signal {
    /// Brings stored leads to one scale and length, derives limb leads that are not stored, and says what is missing.
    ///
    /// Leads of different scales come to the finest one, in which each sample stays within the file's resolution.
    ///
    /// - Precondition: no lead occurs twice.
    init(samplingRate: Int, stored: [ScaledLead], remarks: inout [String]) throws(RecordingError) {
        let present = stored.filter { !$0.counts.isEmpty }
        guard !present.isEmpty else { throw .missing(what: "every standard lead", place: nil) }
        let scale = Self.commonScale(of: present, remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for source in present {
            let factor = source.microvoltsPerCount.flatMap { own in scale.map { own / $0 } } ?? 1
            let counts = factor == 1 ? source.counts : source.counts.map { Float(Double($0) * factor) }
            if let position = Lead.allCases.firstIndex(of: source.lead) { leads[position] = counts }
        }
        leads = Self.equalised(leads, remarks: &remarks)
        leads = Self.completed(leads, declared: stored.map(\.lead), remarks: &remarks)
        self.init(samplingRate: samplingRate, microvoltsPerCount: scale, leads: leads)
    }

    private static func commonScale(of stored: [ScaledLead], remarks: inout [String]) -> Double? {
        let scales = stored.compactMap(\.microvoltsPerCount)
        guard scales.count == stored.count, let finest = scales.min() else {
            remarks.append("The amplitude unit is missing or unknown; it is not guessed.")
            return nil
        }
        guard Set(scales).count > 1 else { return finest }
        let isExact = scales.allSatisfy { abs($0 / finest - ($0 / finest).rounded()) < 1e-9 }
        let how = isExact ? "exactly" : "within their resolution"
        remarks.append("The leads have different scales; all are brought to the finest, \(how).")
        return finest
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }

    /// Fills in III, aVR, aVL and aVF where the file leaves them out, but not where it calls them invalid.
    private static func completed(_ leads: [[Float]], declared: [Lead], remarks: inout [String]) -> [[Float]] {
        let limbs = limbLeads(i: leads[0], ii: leads[1])
        var complete = leads
        var derived: [Lead] = []
        for (lead, counts) in zip([Lead.iii, .avr, .avl, .avf], limbs) where !counts.isEmpty {
            guard let position = Lead.allCases.firstIndex(of: lead), leads[position].isEmpty,
                !declared.contains(lead)
            else { continue }
            complete[position] = counts
            derived.append(lead)
        }
        if !derived.isEmpty { remarks.append("Derived from I and II: \(names(derived)).") }
        let missing = Lead.allCases.enumerated().filter { complete[$0.offset].isEmpty }.map(\.element)
        if !missing.isEmpty { remarks.append("The file lacks \(names(missing)).") }
        return complete
    }

    private static func names(_ leads: [Lead]) -> String { leads.map(\.rawValue).joined(separator: ", ") }
}
