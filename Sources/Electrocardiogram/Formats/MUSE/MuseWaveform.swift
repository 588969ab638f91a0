/// One `Waveform` element: leads sampled together.
struct MuseWaveform {
    let place: SourcePlace
    var fields = MuseFields()
    var leads: [MuseLead] = []

    init(place: SourcePlace) {
        self.place = place
    }

    var isRhythm: Bool { kind == "RHYTHM" }
    var isUnlabelled: Bool { kind.isEmpty }

    /// When it begins, as the file writes it.
    var start: String { fields["WaveformStartTime"] ?? "0" }

    private var kind: String { fields["WaveformType"]?.uppercased() ?? "" }

    /// SampleBase × 10^SampleExponent, in samples per second.
    func samplingRate() throws(RecordingError) -> Int {
        let exponents = [0: 1.0, 1: 10, 2: 100, 3: 1000, -1: 0.1, -2: 0.01, -3: 0.001]
        let exponent = fields["SampleExponent"] ?? ""
        guard let base = fields["SampleBase"].flatMap(Double.init),
            let power = exponent.isEmpty ? 0 : MuseNumber.whole(exponent), let factor = exponents[power],
            let rate = Int(exactly: (base * factor).rounded()), abs(Double(rate) - base * factor) < 1e-6,
            (1...100_000).contains(rate)
        else {
            let reason = "is no whole number from 1 to 100000"
            throw .unusable(what: "the sampling rate", reason: reason, place: place.text)
        }
        return rate
    }
}

/// Numbers as MUSE documents write them.
enum MuseNumber {
    /// A whole number, written with or without a fraction of zero.
    static func whole(_ text: String) -> Int? { Int(text) ?? Double(text).flatMap { Int(exactly: $0) } }
}
