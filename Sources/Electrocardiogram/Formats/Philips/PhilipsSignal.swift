/// Makes one signal of the waveform of a Philips document.
enum PhilipsSignal {
    static func read(_ document: MarkupElement, remarks: inout [String]) throws(RecordingError) -> Signal {
        let waveform = try PhilipsWaveform(document)
        let place = document.first("waveforms", "parsedwaveforms")?.place
        let digits = try waveform.leads()
        var stored: [StoredChannel] = []
        for (lead, digits) in zip(waveform.standardLeads, digits) {
            guard let lead else { continue }
            stored.append(StoredChannel(lead: lead, counts: digits, microvoltsPerCount: waveform.resolution))
        }
        guard Set(stored.map(\.lead)).count == stored.count else {
            throw .unusable(what: "a lead", reason: "occurs twice in the waveform", place: place)
        }
        let others = waveform.names.count - stored.count
        if others > 0 { remarks.append("Leads beyond the standard twelve are left out: \(others).") }
        let rate = waveform.samplingRate
        let signal = try StoredChannel.signal(
            of: stored,
            samplingRate: rate,
            place: place,
            remarks: &remarks
        )
        try LimbLeadAgreement.require(signal, place: place)
        remarkOnTail(signal, remarks: &remarks)
        return signal
    }

    /// Says when the recording ends with samples that are the same in all leads: padding or a calibration pulse.
    private static func remarkOnTail(_ signal: Signal, remarks: inout [String]) {
        guard signal.leads.allSatisfy({ !$0.isEmpty }) else { return }
        let last = signal.leads[0].indices.reversed()
        let same = last.prefix { index in signal.leads.allSatisfy { $0[index] == signal.leads[0][index] } }.count
        guard same * 10 >= signal.samplingRate else { return }
        remarks.append(
            "The last \(same) of \(signal.sampleCount) samples are the same in all leads: padding or calibration, "
                + "no ECG."
        )
    }
}
