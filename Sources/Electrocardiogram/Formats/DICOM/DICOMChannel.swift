/// One channel of a multiplex group as its definition describes it (PS3.3 C.10.9.1.4).
struct DICOMChannel {
    private let definition: DICOMDataSet
    /// The standard lead; nil for any other electrode position.
    let lead: Lead?

    /// The channel at a place in its group, counted from 1.
    init(_ definition: DICOMDataSet, number: Int) throws(RecordingError) {
        self.definition = definition
        lead = try Self.lead(definition, number: number)
    }

    /// By the code where its scheme is known, else by the code's meaning or the channel's label.
    private static func lead(_ definition: DICOMDataSet, number: Int) throws(RecordingError) -> Lead? {
        let source = definition.items(.channelSource).first
        let named = source?.code(.codeMeaning).flatMap(lead(named:))
        guard let code = source?.code(.codeValue), let prefix = prefixes[source?.code(.codingScheme) ?? ""],
            code.hasPrefix(prefix), let identifier = Int(code.dropFirst(prefix.count))
        else { return named ?? definition.code(.channelLabel).flatMap(lead(named:)) }
        let coded = Lead(standardNumber: identifier)
        guard named == nil || named == coded else {
            throw definition.unusable(.channelSource, "gives channel \(number) a code and a name that differ")
        }
        return coded
    }

    /// How the codes of leads begin in the schemes whose numbers are those of EN 1064.
    private static let prefixes = ["SCPECG": "5.6.3-9-", "MDC": "2:"]

    /// The lead of a name such as `Lead I (Einthoven)`, `aVR, augmented voltage, right` or `V1`.
    static func lead(named name: String) -> Lead? {
        let words = name.lowercased().prefix { $0 != "," && $0 != "(" }.split(separator: " ")
        let core = words.first == "lead" ? words.dropFirst() : words[...]
        guard core.count == 1 else { return nil }
        return Lead.allCases.first { $0.rawValue.lowercased() == core[core.startIndex] }
    }

    /// Scales that a converter may have, in microvolts per count.
    private static let possibleScales = 1e-6...1e4
    private static let units = ["nV": 0.001, "uV": 1, "mV": 1000, "V": 1_000_000]

    /// Microvolts of one of the sensitivity's units; nil when it is missing or unknown.
    private var unit: Double? { definition.items(.sensitivityUnits).first?.code(.codeValue).flatMap { Self.units[$0] } }

    /// Microvolts per count; nil when the unit or the factor is missing, unknown or absurd.
    func microvoltsPerCount() throws(RecordingError) -> Double? {
        guard let unit, let sensitivity = try definition.decimal(.sensitivity) else { return nil }
        let scale = sensitivity * (try definition.decimal(.correctionFactor) ?? 1) * unit
        return Self.possibleScales.contains(scale) ? scale : nil
    }

    /// The count that stands for 0 µV is the negative of this: the baseline in counts.
    func baselineCounts() throws(RecordingError) -> Double {
        guard let baseline = try definition.decimal(.baseline), baseline != 0 else { return 0 }
        guard let unit, let scale = try microvoltsPerCount(), abs(baseline * unit / scale) <= 16_777_216 else {
            throw definition.unusable(.baseline, "cannot be brought to counts")
        }
        return baseline * unit / scale
    }

    /// How many samples later than the group this channel was sampled.
    func skew(samplingRate: Int) throws(RecordingError) -> Double {
        let offset = try definition.integer(.channelOffset).map(Double.init) ?? 0
        let time = try definition.decimal(.timeSkew) ?? 0
        return try definition.decimal(.sampleSkew) ?? time * Double(samplingRate) + offset
    }

    /// The bits that hold a sample's value.
    func bitsStored(allocated: Int) throws(RecordingError) -> Int {
        let bits = try definition.integer(.bitsStored) ?? allocated
        guard (1...allocated).contains(bits) else {
            throw definition.unusable(.bitsStored, "is beyond the \(allocated) bits allocated")
        }
        return bits
    }

    /// What the device noticed about the channel; nil when it is in order.
    var status: String? {
        let known = ["DISCONNECTED", "INVALID", "QUESTIONABLE", "UNCALIBRATED", "UNZEROED", "TEST DATA"]
        return definition.code(.channelStatus).flatMap { known.contains($0) ? $0 : nil }
    }

    /// Whether the device calls the channel's samples worthless.
    var isOff: Bool { status == "DISCONNECTED" || status == "INVALID" || status == "TEST DATA" }
}
