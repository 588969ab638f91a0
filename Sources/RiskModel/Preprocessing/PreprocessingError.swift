public import Electrocardiogram

/// Why a recording cannot be made into a network's input.
public enum PreprocessingError: Error, Equatable, Sendable {
    /// A lead has no samples, or samples that are no numbers.
    case leadUnusable(Lead)
    /// The recording ends before the network's window does; both in samples at the recording's rate.
    case tooShort(samples: Int, needed: Int)
    /// The rate, in samples a second, lies outside ``EchoNextPreprocessing/samplingRates``.
    case samplingRate(Int)
    /// The file gives no amplitude unit.
    case amplitudeUnitUnknown
    /// The network has no value for an unknown sex.
    case sexUnknown
}

extension PreprocessingError: CustomStringConvertible {
    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .leadUnusable(let lead): "lead \(lead.rawValue) is missing or no signal: record the ECG again"
        case .tooShort(let samples, let needed):
            "the recording has \(samples) samples a lead, \(needed) are needed: record 10 seconds"
        case .samplingRate(let rate):
            "the sampling rate of \(rate) Hz is unusable: export the ECG at 250 or 500 Hz"
        case .amplitudeUnitUnknown: "the amplitude unit is unknown: export the ECG with its unit"
        case .sexUnknown: "the sex is missing: complete it in the source system and export the ECG again"
        }
    }
}
