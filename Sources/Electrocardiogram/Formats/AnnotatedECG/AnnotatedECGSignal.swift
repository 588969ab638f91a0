/// Makes one signal of the sequence sets of a rhythm series.
enum AnnotatedECGSignal {
    /// One for each second of the longest recording.
    private static let maximumSets = 600

    /// The signal and when it begins, where the file says so.
    static func read(
        _ series: MarkupElement,
        remarks: inout [String]
    ) throws(RecordingError) -> (signal: Signal, start: HL7Timestamp?) {
        let elements = series.all("component", "sequenceSet")
        guard elements.count <= maximumSets else {
            throw .limitExceeded(what: "the number of sequence sets", limit: maximumSets, place: series.place)
        }
        var sets: [AnnotatedECGSequenceSet] = []
        for element in elements {
            if let set = try AnnotatedECGSequenceSet(element) { sets.append(set) }
        }
        let standard = sets.filter { !$0.leads.isEmpty }
        guard var whole = standard.first else { throw .missing(what: "every lead", place: series.place) }
        for set in standard.dropFirst() { whole = try join(whole, set) }
        let others = whole.others + (sets.filter(\.leads.isEmpty).map(\.others).max() ?? 0)
        if others > 0 { remarks.append("Leads beyond the standard twelve are left out: \(others).") }
        let rate = try whole.axis.samplingRate()
        let signal = try StoredChannel.signal(
            of: whole.leads,
            samplingRate: rate,
            place: whole.place,
            remarks: &remarks
        )
        try LimbLeadAgreement.require(signal, place: whole.place)
        compareLength(of: signal, with: series, remarks: &remarks)
        return (signal, whole.axis.timestamp)
    }

    /// Sets hold the parts of one recording one after the other, or leads recorded at the same time.
    private static func join(
        _ whole: AnnotatedECGSequenceSet,
        _ next: AnnotatedECGSequenceSet
    ) throws(RecordingError) -> AnnotatedECGSequenceSet {
        let unusable = { (reason: String) in
            RecordingError.unusable(what: "a sequence set", reason: reason, place: next.place)
        }
        guard abs(next.axis.increment - whole.axis.increment) < 1e-9 else {
            throw unusable("has another increment than the one before; leads have to be sampled together")
        }
        guard let start = whole.axis.start, let nextStart = next.axis.start else {
            throw unusable("does not say when it begins, so that it cannot be joined to the one before")
        }
        let delay = (nextStart - start) / whole.axis.increment
        let (names, more) = (Set(whole.leads.map(\.lead)), Set(next.leads.map(\.lead)))
        if names.isDisjoint(with: more) {
            guard abs(delay) < 0.5 else {
                throw unusable("has leads that were recorded at another time than those before")
            }
            return whole.joined(with: next)
        }
        guard names == more, unitsAgree(whole, next) else {
            throw unusable("repeats only some leads of the one before, or in other units")
        }
        guard abs(delay - Double(whole.count)) < 0.5 else {
            throw unusable("leaves a gap to the one before, or overlaps it")
        }
        let joined = whole.followed(by: next)
        guard Double(joined.count) * joined.axis.increment <= Double(RecordingLimits.seconds) else {
            throw .limitExceeded(what: "the seconds of one lead", limit: RecordingLimits.seconds, place: next.place)
        }
        return joined
    }

    private static func unitsAgree(_ a: AnnotatedECGSequenceSet, _ b: AnnotatedECGSequenceSet) -> Bool {
        a.leads.allSatisfy { lead in
            lead.counts.count == a.count
                && b.leads.contains {
                    $0.lead == lead.lead && $0.microvoltsPerCount == lead.microvoltsPerCount && $0.zero == lead.zero
                }
        }
    }

    /// Says when the waveform is shorter or longer than the series claims, by a second or more.
    private static func compareLength(of signal: Signal, with series: MarkupElement, remarks: inout [String]) {
        let times = ["low", "high"].map { name in
            series.first("effectiveTime", name)?["value"].flatMap(HL7Timestamp.init)
        }
        guard let low = times[0], let high = times[1], low.hasSeconds, high.hasSeconds,
            let begin = low.seconds, let end = high.seconds
        else { return }
        let seconds = Double(signal.sampleCount) / Double(signal.samplingRate)
        guard abs(end - begin - seconds) >= 1 else { return }
        remarks.append("The series claims \(end - begin) s, but its leads hold \(seconds) s.")
    }
}
