/// Units of voltage as formats with free text write them.
enum AmplitudeUnit {
    /// How many microvolts one unit is; nil for a unit that is no voltage or not known.
    static func microvolts(in unit: some StringProtocol) -> Double? {
        switch String(unit) {
        case "nV": 0.001
        // The micro sign, the Greek letter and its usual replacement in ASCII.
        case "uV", "\u{B5}V", "\u{3BC}V", "uv": 1
        case "mV", "mv": 1000
        case "V": 1_000_000
        default: nil
        }
    }
}
