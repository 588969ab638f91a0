/// One lead as a file stores it: a sample in microvolts is the origin plus the scale times the digit.
struct StoredLead {
    let lead: Lead
    let digits: [Int32]
    /// Microvolts per digit; nil when the unit is missing or unknown.
    let scale: Double?
    /// What the digit 0 means, in microvolts.
    let origin: Double
    /// Where the file describes it.
    let place: TextPlace?
}

/// Makes one signal of leads with scales of their own.
enum LeadAssembly {
    /// Scales that a converter may have, in microvolts per digit; usual are 1 to 5.
    static let possibleScales = 1e-3...1e4
    /// What the sampling rate may be, in samples a second.
    static let possibleRates = 1...100_000
    static let maximumSeconds = 600
    static let maximumLeads = 32
    /// Of all leads together: the longest recording of the most leads at 1000 samples a second.
    static let maximumSamples = 19_200_000
    /// Whole numbers beyond are no longer exact in the signal's number type.
    static let maximumCount = Double(1 << 24)

    /// The signal of leads of which none occurs twice.
    ///
    /// One scale for all: the finest in the file. Limb leads that are missing follow from I and II.
    ///
    /// - Throws: ``RecordingError`` when there is no sample, or when the limb leads contradict each other.
    static func signal(
        of stored: [StoredLead],
        samplingRate: Int,
        remarks: inout [String]
    ) throws(RecordingError) -> Signal {
        let scale = commonScale(of: stored, remarks: &remarks)
        var leads = [[Float]](repeating: [], count: Lead.allCases.count)
        for lead in stored { leads[lead.lead.position] = try counts(of: lead, scale: scale) }
        leads = equalised(leads, remarks: &remarks)
        guard leads.contains(where: { !$0.isEmpty }) else { throw .missing(what: "every lead", place: nil) }
        try LimbLeadAgreement.require(leads, microvoltsPerCount: scale, place: stored.first?.place)
        leads = derived(leads, remarks: &remarks)
        let missing = zip(Lead.allCases, leads).filter(\.1.isEmpty).map(\.0.rawValue)
        if !missing.isEmpty { remarks.append("The waveform lacks \(missing.joined(separator: ", ")).") }
        return Signal(samplingRate: samplingRate, microvoltsPerCount: scale, leads: leads)
    }

    private static func commonScale(of leads: [StoredLead], remarks: inout [String]) -> Double? {
        let known = leads.compactMap(\.scale).filter { possibleScales.contains($0) }
        guard known.count == leads.count, let finest = known.min() else {
            let place = leads.first { !possibleScales.contains($0.scale ?? 0) }?.place.map { " at \($0)" } ?? ""
            remarks.append("The amplitude unit\(place) is missing or unknown; it is not guessed.")
            return nil
        }
        if known.contains(where: { $0 != finest }) {
            remarks.append("The leads have different scales; all are converted to the finest.")
        }
        return finest
    }

    /// Digits in units of the common scale, above the lead's own origin.
    private static func counts(of lead: StoredLead, scale: Double?) throws(RecordingError) -> [Float] {
        guard let scale, let own = lead.scale else { return lead.digits.map { Float($0) } }
        let (factor, shift) = (own / scale, lead.origin / scale)
        let largest = lead.digits.lazy.map { abs(Double($0)) }.max() ?? 0
        guard largest * factor + abs(shift) <= maximumCount else {
            throw .unusable(
                what: "the waveform of lead \(lead.lead.rawValue)",
                reason: "has samples beyond any converter",
                place: lead.place
            )
        }
        return lead.digits.map { Float(Double($0) * factor + shift) }
    }

    private static func equalised(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let lengths = Set(leads.map(\.count)).subtracting([0])
        guard lengths.count > 1, let shortest = lengths.min() else { return leads }
        remarks.append("The leads differ in length; all end with the shortest.")
        return leads.map { Array($0.prefix(shortest)) }
    }

    /// Fills in the limb leads that the file leaves out, which is usual only for all four.
    private static func derived(_ leads: [[Float]], remarks: inout [String]) -> [[Float]] {
        let missing = Lead.derivedLimbs.filter { leads[$0.position].isEmpty }
        let limbs = Signal.limbLeads(i: leads[Lead.i.position], ii: leads[Lead.ii.position])
        guard !missing.isEmpty, limbs[0].isEmpty == false else { return leads }
        var leads = leads
        for lead in missing { leads[lead.position] = limbs[lead.position - Lead.iii.position] }
        if missing.count < limbs.count {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            remarks.append("The file leaves out \(names); they are derived from I and II.")
        }
        return leads
    }
}

extension Lead {
    /// III, aVR, aVL and aVF, which follow from I and II.
    static let derivedLimbs: [Lead] = [.iii, .avr, .avl, .avf]

    /// Where arrays of leads hold it.
    var position: Int { Lead.allCases.firstIndex(of: self) ?? 0 }
}
