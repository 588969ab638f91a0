/// Finds the rhythm among the waveforms of a MUSE document; the others are median beats.
///
/// A device that records more leads than it samples together may write the rhythm as several waveforms. Those of one
/// rate and one beginning complete each other.
enum MuseRhythm {
    static func find(in document: MuseDocument, remarks: inout [String]) throws(RecordingError) -> MuseWaveform {
        let rhythms = document.waveforms.filter(\.isRhythm)
        if let first = rhythms.first { return try completed(first, by: rhythms.dropFirst(), remarks: &remarks) }
        guard let only = document.waveforms.first(where: \.isUnlabelled) else {
            throw .missing(what: "the rhythm waveform", place: document.waveforms.first?.place.text)
        }
        remarks.append("The waveform does not say its type; it is taken for the rhythm.")
        return only
    }

    private static func completed(
        _ first: MuseWaveform,
        by others: some Sequence<MuseWaveform>,
        remarks: inout [String]
    ) throws(RecordingError) -> MuseWaveform {
        var rhythm = first
        for other in others {
            guard try isPart(other, of: rhythm) else {
                remarks.append("The file holds several rhythm waveforms; the first is used.")
                return first
            }
            rhythm.leads += other.leads
        }
        if rhythm.leads.count > first.leads.count {
            remarks.append("The rhythm is stored as several waveforms of one beginning, which were put together.")
        }
        return rhythm
    }

    private static func isPart(_ other: MuseWaveform, of rhythm: MuseWaveform) throws(RecordingError) -> Bool {
        let known = Set(rhythm.leads.compactMap(\.lead))
        let isNew = known.isDisjoint(with: other.leads.compactMap(\.lead))
        guard isNew, other.start == rhythm.start else { return false }
        return try other.samplingRate() == rhythm.samplingRate()
    }
}
