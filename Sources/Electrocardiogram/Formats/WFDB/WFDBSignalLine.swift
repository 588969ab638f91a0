import Foundation

/// One line of a header about one signal.
struct WFDBSignalLine {
    let place: TextPlace
    let fileName: String
    /// The number of the storage format, such as 16 or 212.
    let format: Int
    let samplesPerFrame: Int
    /// How many frames of this signal precede the first sample of the record.
    let skew: Int
    /// Bytes before the first sample; nil where the line names none.
    let byteOffset: Int?
    /// Counts per unit; nil where the signal is not calibrated.
    let gain: Double?
    /// The count of zero units.
    let baseline: Int
    /// The physical unit as written; nil where the line names none.
    let unit: Substring?
    /// The sum of all counts, modulo 65536; nil where the line ends before.
    let checksum: UInt16?
    /// The name of the lead, usually.
    let description: String

    static func parse(_ text: String, at place: TextPlace) throws(RecordingError) -> WFDBSignalLine {
        // The description is the rest of the line and may hold blanks.
        let fields = text.split(maxSplits: 8) { $0 == " " || $0 == "\t" }
        guard fields.count >= 2 else {
            throw .unusable(what: "a signal line", reason: "has no file name and format", place: place)
        }
        let layout = try Layout.parse(fields[1], at: place)
        let amplitude = try Amplitude.parse(fields.dropFirst(2).first ?? "0", at: place)
        // Resolution, initial value and block size bear on no sample of the formats read here.
        let numbers = try integers(fields.dropFirst(3).prefix(5), at: place)
        return WFDBSignalLine(
            place: place,
            fileName: String(fields[0]),
            format: layout.format,
            samplesPerFrame: layout.samplesPerFrame,
            skew: layout.skew,
            byteOffset: layout.byteOffset,
            gain: amplitude.gain,
            baseline: amplitude.baseline ?? numbers.dropFirst().first ?? 0,
            unit: amplitude.unit,
            checksum: numbers.dropFirst(3).first.map(UInt16.init(truncatingIfNeeded:)),
            description: fields.count == 9 ? fields[8].trimmingCharacters(in: .whitespaces) : ""
        )
    }

    /// ADC resolution, ADC zero, initial value, checksum and block size, as far as the line has them.
    private static func integers(
        _ fields: ArraySlice<Substring>,
        at place: TextPlace
    ) throws(RecordingError) -> [Int] {
        let names = ["an ADC resolution", "an ADC zero", "an initial value", "a checksum", "a block size"]
        var values: [Int] = []
        for (name, field) in zip(names, fields) {
            guard let value = DecimalText.integer(field), Int(Int32.min)...Int(UInt32.max) ~= value else {
                throw .unusable(what: "a signal line", reason: "has \(name) that is no 32-bit number", place: place)
            }
            values.append(value)
        }
        return values
    }
}

/// The second field of a signal line: `format[xSAMPLES][:SKEW][+OFFSET]`.
private struct Layout {
    let format: Int
    let samplesPerFrame: Int
    let skew: Int
    let byteOffset: Int?

    static func parse(_ text: Substring, at place: TextPlace) throws(RecordingError) -> Layout {
        var field = WFDBField(text)
        let format = DecimalText.integer(field.take(until: "x:+"))
        let samples = field.skip("x") ? DecimalText.integer(field.take(until: ":+")) : 1
        let skew = field.skip(":") ? DecimalText.integer(field.take(until: "+")) : 0
        let hasOffset = field.skip("+")
        let offset = hasOffset ? DecimalText.integer(field.take()) : nil
        guard let format, let samples, let skew, field.isAtEnd, !hasOffset || offset != nil else {
            throw unusable("is not of the form format[xSAMPLES][:SKEW][+OFFSET]", at: place)
        }
        guard (1...1000).contains(samples), (0...1_000_000).contains(skew),
            (0...RecordingReader.maximumBytes).contains(offset ?? 0)
        else { throw unusable("has a number out of range", at: place) }
        return Layout(format: format, samplesPerFrame: samples, skew: skew, byteOffset: offset)
    }

    private static func unusable(_ reason: String, at place: TextPlace) -> RecordingError {
        .unusable(what: "the format field of a signal line", reason: reason, place: place)
    }
}

/// The third field of a signal line: `GAIN[(BASELINE)][/UNIT]`.
private struct Amplitude {
    let gain: Double?
    let baseline: Int?
    let unit: Substring?

    static func parse(_ text: Substring, at place: TextPlace) throws(RecordingError) -> Amplitude {
        var field = WFDBField(text)
        let gain = DecimalText.number(field.take(until: "(/"))
        let hasBaseline = field.skip("(")
        let baseline = hasBaseline ? DecimalText.integer(field.take(until: ")")) : nil
        let isClosed = !hasBaseline || field.skip(")")
        let unit = field.skip("/") ? field.take() : nil
        guard let gain, field.isAtEnd, isClosed, !hasBaseline || baseline != nil,
            Int(Int32.min)...Int(UInt32.max) ~= baseline ?? 0
        else {
            let reason = "is not of the form GAIN[(BASELINE)][/UNIT]"
            throw .unusable(what: "the gain field of a signal line", reason: reason, place: place)
        }
        // Zero is the manual page's way to say that the amplitude is not calibrated.
        return Amplitude(gain: gain == 0 ? nil : gain, baseline: baseline, unit: unit)
    }
}
