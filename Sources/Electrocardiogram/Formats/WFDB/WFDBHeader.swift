import Foundation

/// The text of a WFDB header file (`.hea`), taken apart as the manual page header(5) has it.
struct WFDBHeader {
    let record: WFDBRecordLine
    let signals: [WFDBSignalLine]
    /// Comment lines without `#` and the blanks around them, in the file's order.
    let comments: [String]

    /// More signals than any resting ECG has.
    static let maximumSignals = 32
    /// Longer than any comment, and than the 255 characters that the manual page allows.
    static let maximumLineBytes = 16 << 10
    static let maximumLines = 10_000
    /// Far more than comments fill; 16 MiB of `<key>: value` would take a quarter of a minute.
    static let maximumBytes = 1 << 20

    /// Takes a header apart.
    ///
    /// - Throws: ``RecordingError`` with the line of the first field that is not of the grammar.
    static func parse(_ bytes: Data) throws(RecordingError) -> WFDBHeader {
        var record: WFDBRecordLine?
        var signals: [WFDBSignalLine] = []
        var comments: [String] = []
        for (text, place) in try lines(of: bytes) {
            if text.hasPrefix("#") {
                comments.append(text.dropFirst().trimmingCharacters(in: .whitespaces))
            } else if let record {
                guard signals.count < record.signalCount else {
                    throw .unusable(what: "the header", reason: "has more signal lines than it states", place: place)
                }
                signals.append(try WFDBSignalLine.parse(text, at: place))
            } else {
                record = try WFDBRecordLine.parse(text, at: place)
            }
        }
        guard let record else { throw .missing(what: "the record line of the header", place: nil) }
        guard signals.count == record.signalCount else {
            throw .missing(what: "a signal line that the header announces", place: record.place)
        }
        return WFDBHeader(record: record, signals: signals, comments: comments)
    }

    /// The lines that are not blank, with their places.
    private static func lines(of bytes: Data) throws(RecordingError) -> [(String, TextPlace)] {
        guard bytes.count <= maximumBytes else {
            throw .limitExceeded(what: "the bytes of the header", limit: maximumBytes, place: nil)
        }
        let raw = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard raw.count <= maximumLines else {
            let place = TextPlace(line: maximumLines + 1, column: 1)
            throw .limitExceeded(what: "the lines of the header", limit: maximumLines, place: place)
        }
        var lines: [(String, TextPlace)] = []
        for (index, line) in raw.enumerated() {
            let place = TextPlace(line: index + 1, column: 1)
            guard line.count <= maximumLineBytes else {
                throw .limitExceeded(what: "the bytes of a header line", limit: maximumLineBytes, place: place)
            }
            // Older headers are in Latin-1, in which every byte is a character.
            let text = String(data: line, encoding: .utf8) ?? String(data: line, encoding: .isoLatin1) ?? ""
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if !trimmed.isEmpty { lines.append((trimmed, place)) }
        }
        return lines
    }
}

/// The first line of a header: what holds for the whole record.
struct WFDBRecordLine {
    let place: TextPlace
    /// How many segments the record is joined of; nil for an ordinary one.
    let segments: Int?
    let signalCount: Int
    /// Frames per second; nil where the line ends before, which means 250.
    let frameRate: Double?
    /// Frames in each signal file; nil where the header leaves it to the files' sizes.
    let frameCount: Int?
    /// Time of day as written.
    let time: Substring?
    /// Date as written.
    let date: Substring?

    static func parse(_ text: String, at place: TextPlace) throws(RecordingError) -> WFDBRecordLine {
        let fields = text.split { $0 == " " || $0 == "\t" }
        guard fields.count >= 2, let signalCount = DecimalText.integer(fields[1]), signalCount >= 0 else {
            throw .unusable(what: "the record line", reason: "has no number of signals", place: place)
        }
        guard signalCount <= WFDBHeader.maximumSignals else {
            throw .limitExceeded(what: "the number of signals", limit: WFDBHeader.maximumSignals, place: place)
        }
        var name = WFDBField(fields[0])
        _ = name.take(until: "/")
        let segments = name.skip("/") ? DecimalText.integer(name.take()) ?? 0 : nil
        return WFDBRecordLine(
            place: place,
            segments: segments,
            signalCount: signalCount,
            frameRate: try frameRate(fields.dropFirst(2).first, at: place),
            frameCount: try frameCount(fields.dropFirst(3).first, at: place),
            time: fields.dropFirst(4).first { $0.contains(":") },
            date: fields.dropFirst(4).first { $0.contains("/") }
        )
    }

    /// Written `rate[/counter rate[(counter at the start)]]`; the counter only labels a display.
    private static func frameRate(_ field: Substring?, at place: TextPlace) throws(RecordingError) -> Double? {
        guard let text = field else { return nil }
        var field = WFDBField(text)
        let rate = DecimalText.number(field.take(until: "/("))
        var counterIsSound = true
        if field.skip("/") { counterIsSound = DecimalText.number(field.take(until: "(")) != nil }
        if field.skip("(") {
            counterIsSound = counterIsSound && DecimalText.number(field.take(until: ")")) != nil && field.skip(")")
        }
        guard let rate, rate > 0, counterIsSound, field.isAtEnd else {
            throw .unusable(what: "the sampling frequency", reason: "is no positive number", place: place)
        }
        return rate
    }

    private static func frameCount(_ field: Substring?, at place: TextPlace) throws(RecordingError) -> Int? {
        guard let field else { return nil }
        guard let count = DecimalText.integer(field), count >= 0 else {
            throw .unusable(what: "the number of samples", reason: "is no whole number", place: place)
        }
        return count == 0 ? nil : count
    }
}
