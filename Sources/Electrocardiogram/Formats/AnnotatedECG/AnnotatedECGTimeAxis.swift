/// When the samples of one sequence set were taken.
struct AnnotatedECGTimeAxis {
    /// The first sample, in seconds from a moment that is the same for one document; nil where the file does not say.
    let start: Double?
    /// Seconds between samples.
    let increment: Double
    /// How many samples there are, where the axis says so.
    let count: Int?
    /// When the first sample was taken, where the axis gives a date.
    let timestamp: HL7Timestamp?
    let place: TextPlace

    /// Reads the value of a time sequence: a head and an increment, or a list of equally spaced points.
    init(_ sequence: MarkupElement) throws(RecordingError) {
        guard let value = sequence.first("value") else {
            throw .missing(what: "the value of a time sequence", place: sequence.place)
        }
        place = value.place
        if value.first("increment") != nil {
            let head = value.first("head")
            count = nil
            timestamp = head?["value"].flatMap(HL7Timestamp.init)
            start = timestamp?.seconds ?? PhysicalQuantity(head)?.seconds
            increment = try Self.positive(PhysicalQuantity(value.first("increment"))?.seconds, value.place)
            return
        }
        guard let digits = value.first("digits").flatMap({ DigitList.parse($0.text) }), digits.count > 1 else {
            throw .unusable(what: "a time sequence", reason: "has neither an increment nor points", place: value.place)
        }
        let step = Int(digits[1]) - Int(digits[0])
        guard zip(digits, digits.dropFirst()).allSatisfy({ Int($1) - Int($0) == step }) else {
            throw .unusable(what: "a time sequence", reason: "has unequally spaced points", place: value.place)
        }
        let origin = value.first("origin")
        let scale = PhysicalQuantity(value.first("scale"))?.seconds
        count = digits.count
        timestamp = digits[0] == 0 ? origin?["value"].flatMap(HL7Timestamp.init) : nil
        start = (timestamp?.seconds ?? PhysicalQuantity(origin)?.seconds).map { $0 + (scale ?? 0) * Double(digits[0]) }
        increment = try Self.positive(scale.map { $0 * Double(step) }, value.place)
    }

    /// Samples per second.
    func samplingRate() throws(RecordingError) -> Int {
        let rate = (1 / increment).rounded()
        // Increments are written with few decimals: 0.00333333 s are 300 samples a second.
        guard abs(rate * increment - 1) < 1e-5, let whole = Int(exactly: rate),
            RecordingLimits.samplingRates.contains(whole)
        else { throw .unusable(what: "the sampling rate", reason: "is no whole number from 1 to 100000", place: place) }
        return whole
    }

    private static func positive(_ seconds: Double?, _ place: TextPlace) throws(RecordingError) -> Double {
        guard let seconds, (1e-6...10).contains(seconds) else {
            throw .unusable(
                what: "the increment of a time sequence",
                reason: "is no number of seconds, milliseconds or microseconds between samples",
                place: place
            )
        }
        return seconds
    }
}
