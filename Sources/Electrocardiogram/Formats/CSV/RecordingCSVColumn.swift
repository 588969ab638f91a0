/// What the name of a column says, such as `aVR (uV)` or `time [ms]`.
struct RecordingCSVColumn {
    /// The standard lead that the column holds; nil for any other.
    let lead: Lead?
    /// The unit in the name, as it stands there.
    let unit: String?
    /// Whether the column holds the time of each sample.
    let isTime: Bool

    init(name: String) {
        var base = name.lowercased().filter { !$0.isWhitespace && $0 != "\"" }
        var unit: String?
        if let start = base.firstIndex(where: { $0 == "(" || $0 == "[" }), base.last == ")" || base.last == "]" {
            unit = String(base[base.index(after: start)...].dropLast())
            base = String(base[..<start])
        } else if let start = base.lastIndex(of: "_") {
            unit = String(base[base.index(after: start)...])
            base = String(base[..<start])
        }
        lead = Self.leads[base]
        isTime = ["time", "t"].contains(base)
        self.unit = unit
    }

    private static let leads = Dictionary(uniqueKeysWithValues: Lead.allCases.map { ($0.rawValue.lowercased(), $0) })

    /// Seconds in one unit of a column of time; nil where the name states none.
    var seconds: Double? { unit.flatMap { ["s": 1, "sec": 1, "seconds": 1, "ms": 0.001, "milliseconds": 0.001][$0] } }
}

/// In what the samples of a column are counted.
enum RecordingCSVUnit: Hashable {
    /// A unit of voltage, in microvolts.
    case voltage(Double)
    /// Steps of a converter, whose size is stated elsewhere.
    case count

    /// Nil for a unit that is not known.
    init?(_ text: String) {
        switch text.lowercased() {
        case "nv": self = .voltage(0.001)
        case "uv", "\u{B5}v", "\u{3BC}v": self = .voltage(1)
        case "mv": self = .voltage(1000)
        case "v": self = .voltage(1_000_000)
        case "count", "counts": self = .count
        default: return nil
        }
    }
}
