/// One `sequenceSet`: leads sampled together.
struct AnnotatedECGSequenceSet {
    let axis: AnnotatedECGTimeAxis
    /// Standard leads, each once.
    private(set) var leads: [StoredChannel]
    /// How many sequences are of other electrode positions.
    private(set) var others: Int
    let place: TextPlace

    private static let prefix = "MDC_ECG_LEAD_"

    /// Nil for a set without any lead.
    init?(_ element: MarkupElement) throws(RecordingError) {
        let sequences = element.all("component", "sequence")
        let codes = sequences.map { $0.first("code")?["code"] ?? "" }
        let coded = zip(codes, sequences)
        let isTime = { (code: String) in code == "TIME_ABSOLUTE" || code == "TIME_RELATIVE" }
        let stored = coded.filter { !isTime($0.0) }
        guard !stored.isEmpty else { return nil }
        guard stored.count <= RecordingLimits.channels else {
            throw .limitExceeded(what: "the number of leads", limit: RecordingLimits.channels, place: element.place)
        }
        axis = try Self.axis(of: coded.filter { isTime($0.0) }.map(\.1), in: element)
        var leads: [StoredChannel] = []
        for (code, sequence) in stored {
            guard let lead = Self.lead(code) else { continue }
            leads.append(try Self.stored(lead, sequence, axis))
        }
        guard Set(leads.map(\.lead)).count == leads.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in one sequence set", place: element.place)
        }
        self.leads = leads
        others = stored.count - leads.count
        place = element.place
    }

    /// Samples in the longest lead.
    var count: Int { leads.lazy.map(\.counts.count).max() ?? 0 }

    /// The set with the samples of one that follows it.
    ///
    /// - Precondition: both hold the same leads in the same units.
    func followed(by next: AnnotatedECGSequenceSet) -> AnnotatedECGSequenceSet {
        var joined = self
        joined.leads = leads.map { lead in
            let more = next.leads.first { $0.lead == lead.lead }?.counts ?? []
            return StoredChannel(
                lead: lead.lead,
                counts: lead.counts + more,
                zero: lead.zero,
                microvoltsPerCount: lead.microvoltsPerCount
            )
        }
        return joined
    }

    /// The set with the leads of one that was recorded at the same time.
    func joined(with other: AnnotatedECGSequenceSet) -> AnnotatedECGSequenceSet {
        var joined = self
        joined.leads += other.leads
        joined.others += other.others
        return joined
    }

    private static func lead(_ code: String) -> Lead? {
        guard code.hasPrefix(prefix) else { return nil }
        let name = code.dropFirst(prefix.count).uppercased()
        return Lead.allCases.first { $0.rawValue.uppercased() == name }
    }

    private static func axis(
        of sequences: [MarkupElement],
        in set: MarkupElement
    ) throws(RecordingError) -> AnnotatedECGTimeAxis {
        var axes: [AnnotatedECGTimeAxis] = []
        for sequence in sequences { axes.append(try AnnotatedECGTimeAxis(sequence)) }
        guard let first = axes.first(where: { $0.timestamp != nil }) ?? axes.first else {
            throw .missing(what: "the time sequence", place: set.place)
        }
        guard axes.allSatisfy({ abs($0.increment - first.increment) < 1e-9 }) else {
            throw .unusable(
                what: "the sequence set",
                reason: "has time sequences of different increments; leads have to be sampled together",
                place: set.place
            )
        }
        return first
    }

    private static func stored(
        _ lead: Lead,
        _ sequence: MarkupElement,
        _ axis: AnnotatedECGTimeAxis
    ) throws(RecordingError) -> StoredChannel {
        guard let value = sequence.first("value"), let list = value.first("digits") else {
            throw .missing(what: "the waveform of lead \(lead.rawValue)", place: sequence.place)
        }
        let unusable = { (reason: String) in
            RecordingError.unusable(what: "the waveform of lead \(lead.rawValue)", reason: reason, place: list.place)
        }
        guard let digits = DigitList.parse(list.text) else {
            throw unusable("holds something else than whole numbers of a converter")
        }
        guard !digits.isEmpty else { throw unusable("is empty") }
        guard axis.count ?? digits.count == digits.count else {
            throw unusable("has another length than its time sequence")
        }
        guard Double(digits.count) * axis.increment <= Double(RecordingLimits.seconds) else {
            throw .limitExceeded(what: "the seconds of one lead", limit: RecordingLimits.seconds, place: list.place)
        }
        return scaled(lead, digits, value)
    }

    /// An origin of 0 needs no unit; any other one without a known unit leaves the amplitude unknown.
    private static func scaled(_ lead: Lead, _ digits: [Int32], _ value: MarkupElement) -> StoredChannel {
        let origin = PhysicalQuantity(value.first("origin"))
        let offset = origin.map { $0.value == 0 ? 0 : $0.microvolts } ?? 0
        let scale = PhysicalQuantity(value.first("scale"))?.microvolts
        guard let offset, let scale, scale > 0 else {
            return StoredChannel(lead: lead, counts: digits, microvoltsPerCount: nil)
        }
        return StoredChannel(lead: lead, counts: digits, zero: -offset / scale, microvoltsPerCount: scale)
    }
}
