/// Why a recording may not be scored; the raw value is a stable code, counted in the flow diagram.
public enum QualityReason: String, CaseIterable, Sendable, Codable {
    /// The file gives no usable age.
    case ageMissing = "age-missing"
    /// The networks were trained on adults.
    case ageBelow18 = "age-below-18"
    /// The file gives neither male nor female.
    case sexMissing = "sex-missing"
    /// The device or the reader states poor data quality.
    case poorDataQuality = "poor-data-quality"
    /// A statement tells of a paced ventricle.
    case ventricularPacing = "ventricular-pacing"
    /// None of the five measurements the networks use is there.
    case measurementsMissing = "measurements-missing"
    /// A lead has no samples.
    case leadMissing = "lead-missing"
    /// A lead has no signal for three seconds or more.
    case leadFlat = "lead-flat"
    /// A lead stands at the end of its range.
    case leadClipped = "lead-clipped"
    /// The recording is shorter than ten seconds.
    case lengthUnusable = "length-unusable"
    /// The sampling rate cannot be brought to 250 Hz.
    case samplingRateUnusable = "sampling-rate-unusable"
    /// The file gives no usable amplitude unit.
    case amplitudeUnitUnknown = "amplitude-unit-unknown"

    /// The reason in words for a report.
    public var explanation: String {
        switch self {
        case .ageMissing: "the age is missing"
        case .ageBelow18: "the patient is younger than 18 years"
        case .sexMissing: "the sex is missing or neither male nor female"
        case .poorDataQuality: "a statement says that the data quality is poor"
        case .ventricularPacing: "a statement tells of ventricular pacing"
        case .measurementsMissing: "rates, PR, QRS and QTc are all missing or zero"
        case .leadMissing: "a lead is missing"
        case .leadFlat: "a lead is flat"
        case .leadClipped: "a lead is clipped"
        case .lengthUnusable: "the recording is shorter than 10 seconds"
        case .samplingRateUnusable: "the sampling rate is unusable"
        case .amplitudeUnitUnknown: "the amplitude unit is unknown"
        }
    }
}
