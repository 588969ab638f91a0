/// The header of a European Data Format file: 256 bytes about the recording, then 256 about each signal.
///
/// EDF (Kemp and others, 1992), EDF+ (Kemp and Olivan, 2003) and BioSemi's BDF, which has three bytes a sample instead
/// of two, share it.
struct EDFHeader {
    let isBDF: Bool
    /// `EDF+C`, `EDF+D` or empty, and the same with `BDF`.
    let variant: String
    let patient: String
    let recording: String
    /// `dd.mm.yy` as written.
    let startDate: String
    /// `hh.mm.ss` as written.
    let startTime: String
    /// Nil where the writer never came to enter it (−1).
    let recordCount: Int?
    /// How long a data record lasts, in seconds.
    let recordSeconds: Double
    let signals: [EDFSignalHeader]

    /// More signals than any resting ECG has.
    static let maximumSignals = 32

    var bytesPerSample: Int { isBDF ? 3 : 2 }
    var byteCount: Int { 256 * (signals.count + 1) }
    var recordBytes: Int { signals.reduce(0) { $0 + $1.samplesPerRecord } * bytesPerSample }

    /// Takes the header of a file apart.
    ///
    /// - Throws: ``RecordingError`` with the byte at which the first unusable field lies.
    static func parse(_ bytes: [UInt8]) throws(RecordingError) -> EDFHeader {
        let isBDF = bytes.starts(with: [0xFF] + Array("BIOSEMI".utf8))
        guard isBDF || bytes.starts(with: Array("0       ".utf8)) else { throw .unrecognised }
        let fields = EDFFields(bytes: bytes)
        let signalCount = try fields.integer(at: 252, length: 4, name: "the number of signals")
        guard signalCount <= maximumSignals else {
            let place = TextPlace(line: 1, column: 253)
            throw .limitExceeded(what: "the number of signals", limit: maximumSignals, place: place)
        }
        guard signalCount > 0,
            try fields.integer(at: 184, length: 8, name: "the length of the header") == 256 * (signalCount + 1)
        else {
            throw EDFFields.unusable("the length of the header", "does not fit the number of signals", at: 184)
        }
        var signals: [EDFSignalHeader] = []
        for index in 0..<signalCount {
            signals.append(try EDFSignalHeader.parse(fields, index: index, of: signalCount))
        }
        let recordCount = try fields.integer(at: 236, length: 8, name: "the number of data records")
        guard recordCount > 0 || recordCount == -1 else {
            throw EDFFields.unusable("the number of data records", "is neither positive nor -1", at: 236)
        }
        return EDFHeader(
            isBDF: isBDF,
            variant: try fields.text(at: 192, length: 44),
            patient: try fields.text(at: 8, length: 80),
            recording: try fields.text(at: 88, length: 80),
            startDate: try fields.text(at: 168, length: 8),
            startTime: try fields.text(at: 176, length: 8),
            recordCount: recordCount == -1 ? nil : recordCount,
            recordSeconds: try seconds(fields),
            signals: signals
        )
    }

    private static func seconds(_ fields: EDFFields) throws(RecordingError) -> Double {
        guard let seconds = DecimalText.number(try fields.text(at: 244, length: 8)[...]), seconds > 0 else {
            throw EDFFields.unusable("the duration of a data record", "is no positive number", at: 244)
        }
        return seconds
    }
}

/// What the header says about one signal.
struct EDFSignalHeader {
    let label: String
    /// The physical unit as written.
    let unit: String
    /// Physical value of ``digitalMinimum``; nil where it is no number, as for ``physicalMaximum`` and the others.
    let physicalMinimum: Double?
    let physicalMaximum: Double?
    let digitalMinimum: Int?
    let digitalMaximum: Int?
    let samplesPerRecord: Int
    /// Where the header names the digital minimum, in bytes from its beginning.
    let offset: Int

    var lead: Lead? { ChannelLabel.lead(label) }
    var isAnnotations: Bool { label == "EDF Annotations" || label == "BDF Annotations" }

    /// The header holds each field for all signals in turn.
    static func parse(_ fields: EDFFields, index: Int, of count: Int) throws(RecordingError) -> EDFSignalHeader {
        func offset(_ before: Int, _ length: Int) -> Int { 256 + count * before + index * length }
        func text(_ before: Int, _ length: Int) throws(RecordingError) -> String {
            try fields.text(at: offset(before, length), length: length)
        }
        let samples = try fields.integer(at: offset(216, 8), length: 8, name: "the number of samples in a record")
        guard samples > 0 else {
            throw EDFFields.unusable("the number of samples in a record", "is not positive", at: offset(216, 8))
        }
        return EDFSignalHeader(
            label: try text(0, 16),
            unit: try text(96, 8),
            physicalMinimum: DecimalText.number(try text(104, 8)[...]),
            physicalMaximum: DecimalText.number(try text(112, 8)[...]),
            digitalMinimum: DecimalText.integer(try text(120, 8)[...]),
            digitalMaximum: DecimalText.integer(try text(128, 8)[...]),
            samplesPerRecord: samples,
            offset: offset(120, 8)
        )
    }
}

/// The fields of fixed length that a header is made of.
struct EDFFields {
    let bytes: [UInt8]

    /// The characters of a field without the blanks that fill it.
    func text(at offset: Int, length: Int) throws(RecordingError) -> String {
        guard offset + length <= bytes.count else {
            throw .missing(what: "the header after byte \(bytes.count)", place: nil)
        }
        func isFilling(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0 }
        var field = bytes[offset..<offset + length].drop(while: isFilling)
        while let last = field.last, isFilling(last) { field.removeLast() }
        // The standard is ASCII; files with more are in Latin-1, in which every byte is a character.
        var text = String.UnicodeScalarView()
        text.append(contentsOf: field.lazy.map { Unicode.Scalar($0) })
        return String(text)
    }

    func integer(at offset: Int, length: Int, name: String) throws(RecordingError) -> Int {
        guard let value = DecimalText.integer(try text(at: offset, length: length)[...]) else {
            throw Self.unusable(name, "is no whole number", at: offset)
        }
        return value
    }

    static func unusable(_ what: String, _ reason: String, at offset: Int) -> RecordingError {
        .unusable(what: "\(what) (byte \(offset))", reason: reason, place: nil)
    }
}
