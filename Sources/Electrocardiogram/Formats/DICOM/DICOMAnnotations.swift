/// Takes measurements and statements from a Waveform Annotation Sequence (PS3.3 C.10.10).
struct DICOMAnnotations {
    private(set) var measurements = Measurements()
    private(set) var statements: [String] = []

    private enum Quantity {
        case ventricularRate, atrialRate, pr, qrs, qt, qtc, rr, pp
    }

    /// Values of whole groups of channels, and of a stretch of time in them, such as one beat.
    private var global: [Quantity: Double] = [:]
    private var ranged: [Quantity: [Double]] = [:]

    init(_ set: DICOMDataSet, _ text: DICOMText, remarks: inout [String]) throws(RecordingError) {
        for annotation in set.items(.annotations) {
            if let statement = Self.statement(annotation, text, remarks: &remarks) { statements.append(statement) }
            guard Self.isOfAllChannels(annotation), let value = try annotation.decimal(.numericValue), value != 0,
                let quantity = annotation.items(.conceptName).first.flatMap(Self.quantity)
            else { continue }
            let unit = annotation.items(.measurementUnits).first?.code(.codeValue)
            guard let value = Self.converted(value, quantity, unit) else {
                remarks.append("A measurement without a usable value and unit counts as missing.")
                continue
            }
            if annotation.bytes(.temporalRange) != nil {
                ranged[quantity, default: []].append(value)
            } else if global[quantity] == nil {
                global[quantity] = value
            }
        }
        measurements = Measurements(
            ventricularRate: rate(.ventricularRate, from: .rr, "RR", remarks: &remarks),
            atrialRate: rate(.atrialRate, from: .pp, "PP", remarks: &remarks),
            prInterval: value(.pr),
            qrsDuration: value(.qrs),
            qtInterval: value(.qt),
            qtcInterval: value(.qtc)
        )
    }

    /// The value of the whole ECG; one that marks a stretch of time counts where it is the only one.
    private func value(_ quantity: Quantity) -> Double? {
        if let value = global[quantity] { return value }
        guard let values = ranged[quantity], values.count == 1 else { return nil }
        return values[0]
    }

    /// The rate that the file states, or else the one that follows from the mean interval.
    private func rate(
        _ quantity: Quantity,
        from interval: Quantity,
        _ name: String,
        remarks: inout [String]
    ) -> Double? {
        if let rate = value(quantity) { return rate }
        guard let interval = global[interval] else { return nil }
        let chamber = quantity == .ventricularRate ? "ventricular" : "atrial"
        remarks.append("The \(chamber) rate is 60000 divided by the mean \(name) interval in milliseconds.")
        return 60_000 / interval
    }

    /// A text, or the meaning of a coded finding, of the whole ECG.
    private static func statement(
        _ annotation: DICOMDataSet,
        _ text: DICOMText,
        remarks: inout [String]
    ) -> String? {
        if let statement = text.text(.text, in: annotation, remarks: &remarks) { return statement }
        guard annotation.bytes(.temporalRange) == nil, annotation.bytes(.numericValue) == nil,
            let finding = annotation.items(.conceptCode).first
        else { return nil }
        return text.text(.codeMeaning, in: finding, remarks: &remarks)
    }

    /// Whether it is of a whole group of channels, which is channel number 0.
    private static func isOfAllChannels(_ annotation: DICOMDataSet) -> Bool {
        guard let channels = annotation.bytes(.referencedChannels) else { return true }
        let numbers = LittleEndianBytes(channels)
        return stride(from: channels.startIndex + 2, to: channels.endIndex, by: 4).allSatisfy {
            numbers.uint16(at: $0) == 0
        }
    }

    private static let coded: [String: Quantity] = [
        "MDC 2:16016": .ventricularRate, "MDC 2:16020": .atrialRate, "MDC 2:15872": .pr, "MDC 2:16156": .qrs,
        "MDC 2:16160": .qt, "MDC 2:15876": .qtc, "SCPECG 5.10.2.1-3": .rr, "SCPECG 5.10.2.1-5": .pp,
        "SCPECG 5.10.2.5-1": .ventricularRate, "SCPECG 5.10.2.5-3": .atrialRate, "SCPECG 5.13.5-7": .pr,
        "SCPECG 5.13.5-9": .qrs, "SCPECG 5.13.5-11": .qt, "SCPECG 5.10.2.5-5": .qtc,
    ]

    private static let named: [String: Quantity] = [
        "heart rate": .ventricularRate, "ventricular heart rate": .ventricularRate,
        "ventricular rate": .ventricularRate, "atrial heart rate": .atrialRate, "atrial rate": .atrialRate,
        "pr interval": .pr, "pr interval global": .pr, "pq interval": .pr, "qrs duration": .qrs,
        "qrs duration global": .qrs, "qt interval": .qt, "qt interval global": .qt, "qtc interval": .qtc,
        "qtc interval global": .qtc, "rr interval": .rr, "rr interval global": .rr, "pp interval": .pp,
        "pp interval global": .pp,
    ]

    /// By its code, or by its meaning where the code's scheme is none of the standards'.
    private static func quantity(_ concept: DICOMDataSet) -> Quantity? {
        let scheme = concept.code(.codingScheme) ?? ""
        if let value = concept.code(.codeValue), let quantity = coded["\(scheme) \(value)"] { return quantity }
        return concept.code(.codeMeaning).flatMap { named[$0.lowercased()] }
    }

    /// Beats per minute or milliseconds; nil for another unit, none, or a value that no ECG has.
    private static func converted(_ value: Double, _ quantity: Quantity, _ unit: String?) -> Double? {
        let isRate = quantity == .ventricularRate || quantity == .atrialRate
        guard let unit, let factor = (isRate ? rateUnits : timeUnits)[unit] else { return nil }
        return (1...10_000).contains(value * factor) ? value * factor : nil
    }

    private static let rateUnits: [String: Double] = [
        "/min": 1, "{H.B.}/min": 1, "{beats}/min": 1, "{beat}/min": 1, "bpm": 1, "BPM": 1, "{bpm}": 1, "1/min": 1,
        "min-1": 1,
    ]
    private static let timeUnits: [String: Double] = ["ms": 1, "s": 1000, "us": 0.001]
}
