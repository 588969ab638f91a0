/// The `parsedwaveforms` of a Philips document with what the file says about them.
struct PhilipsWaveform {
    /// The file's names of the stored leads, in the order of the data.
    let names: [String]
    let samplingRate: Int
    /// Microvolts per count, which the schema fixes as the unit; nil when it is missing.
    let resolution: Double?
    /// Samples of each lead.
    private let samples: Int
    /// The count that stands for no voltage.
    private let zero: Int32
    private let isSigned: Bool
    private let isCompressed: Bool
    private let element: MarkupElement

    /// Bytes of samples for one byte of codes; a flat line of ten seconds has 60.
    private static let largestExpansion = 128

    init(_ document: MarkupElement) throws(RecordingError) {
        guard let element = document.first("waveforms", "parsedwaveforms") else {
            throw .missing(what: "the waveform (parsedwaveforms)", place: document.place)
        }
        let characteristics = document.first("dataacquisition", "signalcharacteristics")
        // The waveform's own attributes tell what was changed after the recording; the oldest version has none.
        let field = { (name: String) in element[name] ?? characteristics?.first(name)?.string }
        self.element = element
        samplingRate = try Self.rate(element["samplespersecond"] ?? field("samplingrate"), element.place)
        samples = try Self.samples(element["durationperchannel"], samplingRate, element.place)
        names = try Self.names(element, characteristics)
        guard names.count * samples <= RecordingLimits.samples else {
            let limit = RecordingLimits.samples
            throw .limitExceeded(what: "the number of samples", limit: limit, place: element.place)
        }
        let bits = field("bitspersample") ?? element["nbitspersample"] ?? "16"
        guard bits == "16" else { throw Self.unusable("is not stored as 16-bit integers", element.place) }
        resolution = [field("resolution"), field("signalresolution")].compactMap { $0.flatMap(Double.init) }
            .first { StoredChannel.possibleScales.contains($0) }
        guard let zero = Int32(field("signaloffset") ?? "0"), abs(Int(zero)) <= 65_536 else {
            throw Self.unusable("has an offset beyond any converter", element.place)
        }
        self.zero = zero
        isSigned = field("signalsigned")?.lowercased() != "false"
        isCompressed = try Self.isCompressed(element)
    }

    /// The standard leads that the names mean, nil for any other electrode position.
    var standardLeads: [Lead?] {
        names.map { name in Lead.allCases.first { $0.rawValue.uppercased() == name.uppercased() } }
    }

    /// The leads in the file's order, in counts above the offset.
    func leads() throws(RecordingError) -> [[Int32]] {
        guard element["dataencoding"]?.lowercased() == "base64" else {
            throw Self.unusable("is in another encoding than Base64", element.place)
        }
        guard let bytes = Base64.decode(element.text) else {
            throw Self.unusable("is cut short or no base64", element.place)
        }
        let stored = isCompressed ? try expanded(bytes) : try split(bytes)
        return zero == 0 ? stored : stored.map { lead in lead.map { $0 - zero } }
    }

    private func split(_ bytes: [UInt8]) throws(RecordingError) -> [[Int32]] {
        guard bytes.count == names.count * samples * 2 else {
            throw Self.unusable("has another length than the file states", element.place)
        }
        return names.indices.map { lead in
            (0..<samples).map { sample in
                let index = (lead * samples + sample) * 2
                let word = UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
                return isSigned ? Int32(Int16(bitPattern: word)) : Int32(word)
            }
        }
    }

    /// Compressed limb leads other than I and II are what is left after foretelling them from these.
    private func expanded(_ bytes: [UInt8]) throws(RecordingError) -> [[Int32]] {
        guard isSigned, zero == 0 else {
            throw Self.unusable("is compressed, but not of signed samples around 0", element.place)
        }
        guard standardLeads.prefix(6) == [.i, .ii, .iii, .avr, .avl, .avf] else {
            throw Self.unusable("is compressed, but does not begin with I, II, III, aVR, aVL and aVF", element.place)
        }
        // Even a flat line needs more than this; so the input bounds the memory.
        guard names.count * samples * 2 <= bytes.count * Self.largestExpansion else {
            throw Self.unusable("is too short for the samples that the file states", element.place)
        }
        var leads = try XLIDecoder.decode(bytes, leads: names.count, samples: samples, place: element.place)
        for index in 0..<samples {
            let (first, second) = (leads[0][index], leads[1][index])
            let third = second - first - leads[2][index]
            leads[2][index] = third
            leads[3][index] = -((first + second) >> 1) - leads[3][index]
            leads[4][index] = ((first - third) >> 1) - leads[4][index]
            leads[5][index] = ((second + third) >> 1) - leads[5][index]
        }
        return leads
    }

    private static func rate(_ text: String?, _ place: TextPlace) throws(RecordingError) -> Int {
        guard let rate = text.flatMap(Double.init).flatMap({ Int(exactly: $0) }),
            RecordingLimits.samplingRates.contains(rate)
        else { throw .unusable(what: "the sampling rate", reason: "is no whole number from 1 to 100000", place: place) }
        return rate
    }

    private static func samples(_ text: String?, _ rate: Int, _ place: TextPlace) throws(RecordingError) -> Int {
        guard let duration = text.flatMap({ Int($0) }), duration > 0 else {
            throw unusable("does not say how many milliseconds it lasts (durationperchannel)", place)
        }
        guard duration <= RecordingLimits.seconds * 1000 else {
            throw .limitExceeded(what: "the seconds of one lead", limit: RecordingLimits.seconds, place: place)
        }
        guard duration * rate % 1000 == 0, duration * rate >= 2000 else {
            throw unusable("does not last a whole number of samples, or less than two", place)
        }
        return duration * rate / 1000
    }

    /// Named in the file from version 1.04 on, before by the set of electrodes.
    private static func names(
        _ element: MarkupElement,
        _ characteristics: MarkupElement?
    ) throws(RecordingError) -> [String] {
        let labels = element["leadlabels"]?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        let channels = characteristics?.first("numberchannelsallocated")?.string
        let stated = labels.isEmpty ? channels : element["numberofleads"]
        guard let count = stated.map({ Int($0) }) ?? labels.count, count > 0 else {
            throw unusable("does not say how many leads it has", element.place)
        }
        guard count <= RecordingLimits.channels else {
            throw .limitExceeded(what: "the number of leads", limit: RecordingLimits.channels, place: element.place)
        }
        guard labels.isEmpty else {
            guard labels.count >= count else { throw unusable("has more leads than names of leads", element.place) }
            return Array(labels.prefix(count))
        }
        let sets = ["acquisitiontype", "leadset"].compactMap { characteristics?.first($0)?.string }
        guard sets.contains(where: { ["STD-12", "10-WIRE"].contains($0) }) else {
            throw unusable("does not name its leads", element.place)
        }
        return (0..<count).map { $0 < Lead.allCases.count ? Lead.allCases[$0].rawValue : "channel \($0 + 1)" }
    }

    private static func isCompressed(_ element: MarkupElement) throws(RecordingError) -> Bool {
        let method = (element["compression"] ?? element["compressmethod"])?.lowercased() ?? ""
        if element["compressflag"]?.lowercased() == "false" { return false }
        if method == "xli" { return true }
        guard ["", "none", "uncompressed"].contains(method), element["compressflag"]?.lowercased() != "true" else {
            throw unusable("is compressed by another method than XLI", element.place)
        }
        return false
    }

    private static func unusable(_ reason: String, _ place: TextPlace) -> RecordingError {
        .unusable(what: "the waveform", reason: reason, place: place)
    }
}
