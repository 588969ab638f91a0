import Crypto
public import Foundation

/// Reads records of the WaveForm DataBase format (PhysioNet): a text header (`.hea`) and its signal files.
///
/// The grammar is that of the manual pages header(5) and signal(5). Storage formats 16, 24, 32, 61, 80, 160 and 212
/// are read, as are the `.mat` files of the PhysioNet challenges, which their headers describe as format 16 with an
/// offset. Records of several segments are refused.
public enum WFDBReader {
    /// The name of the format in ``Recording/format``.
    public static let format = "wfdb"

    /// The sampling frequency that header(5) lays down for a record line that states none, in hertz.
    static let defaultFrameRate = 250.0

    /// What the names of headers end in.
    public static let headerSuffix = ".hea"

    /// The files beside the header that hold its signals, each once; none where it is no header of a record.
    public static func signalFiles(of header: Data) -> [String] {
        guard let parsed = try? WFDBHeader.parse(header), let files = try? WFDBSignalFile.group(parsed.signals) else {
            return []
        }
        return files.map(\.name)
    }

    /// Reads one record.
    ///
    /// `file` gives the bytes of a signal file by its name, which holds no folder: the file lies beside the header.
    /// Only files that hold one of the twelve standard leads are asked for. ``Recording/sourceDigest`` is the SHA-256
    /// over the bytes of the header followed by those of these files, in the order in which the header first names
    /// them.
    ///
    /// - Throws: ``RecordingError`` with the line of the header on which the fault lies, or what `file` throws.
    public static func read(
        header: Data,
        file: (String) throws(RecordingError) -> Data
    ) throws(RecordingError) -> Recording {
        guard !header.isEmpty else { throw .empty }
        try require(header.count)
        let parsed = try WFDBHeader.parse(header)
        let comments = WFDBComments(parsed.comments)
        var source = header
        var remarks: [String] = []
        let signal = try signal(parsed, source: &source, file: file, remarks: &remarks)
        if comments.holdsCodes {
            remarks.append("The diagnoses in the comment Dx are codes of the database, given as they stand.")
        }
        return Recording(
            format: format,
            sourceDigest: Data(SHA256.hash(data: source)),
            patient: comments.patient(remarks: &remarks),
            acquiredAt: acquisition(parsed.record, comments, remarks: &remarks),
            device: comments.device,
            signal: signal,
            measurements: comments.measurements(remarks: &remarks),
            statements: comments.statements,
            remarks: remarks
        )
    }

    private static func signal(
        _ header: WFDBHeader,
        source: inout Data,
        file: (String) throws(RecordingError) -> Data,
        remarks: inout [String]
    ) throws(RecordingError) -> Signal {
        let rate = try frameRate(header.record, remarks: &remarks)
        var channels: [WFDBChannel] = []
        for group in try WFDBSignalFile.group(header.signals)
        where group.signals.contains(where: { WFDBChannel.lead(of: $0) != nil }) {
            let format = try group.sampleFormat()
            let data = try file(group.name)
            try require(source.count + data.count)
            source.append(data)
            let counts = try group.counts(in: data, frameCount: header.record.frameCount, remarks: &remarks)
            for (line, samples) in zip(group.signals, counts) {
                guard let lead = WFDBChannel.lead(of: line) else { continue }
                channels.append(WFDBChannel(lead: lead, line: line, format: format, samples: samples))
            }
        }
        remarks += StoredChannel.remark(leftOut: header.signals.count - channels.count)
        let samplingRate = try WFDBChannel.samplingRate(of: channels, frameRate: rate, at: header.record.place)
        let stored = WFDBChannel.stored(channels, remarks: &remarks)
        return try StoredChannel.signal(of: stored, samplingRate: samplingRate, remarks: &remarks)
    }

    private static func frameRate(_ record: WFDBRecordLine, remarks: inout [String]) throws(RecordingError) -> Double {
        guard record.segments == nil else {
            throw .unusable(
                what: "a record of several segments",
                reason: "is not read; pass the header of one segment",
                place: record.place
            )
        }
        let rate = record.frameRate ?? defaultFrameRate
        if record.frameRate == nil {
            remarks.append("The header states no sampling frequency; the format's standard makes it 250 Hz.")
        }
        let limit = RecordingLimits.seconds
        guard Double(record.frameCount ?? 0) <= rate * Double(limit) else {
            throw .limitExceeded(what: "the duration in seconds", limit: limit, place: record.place)
        }
        return rate
    }

    /// Time and date of the record line; both are needed.
    private static func acquisition(
        _ record: WFDBRecordLine,
        _ comments: WFDBComments,
        remarks: inout [String]
    ) -> AcquisitionTime? {
        let offset = comments.utcOffsetMinutes(remarks: &remarks)
        guard record.time != nil || record.date != nil || comments.hasDate else { return nil }
        let date = record.date.map { numbers($0, separator: "/") } ?? []
        let time = record.time.map { numbers($0.prefix { $0 != "." }, separator: ":") } ?? []
        if date.count == 3, time.count == 3,
            let day = CalendarDate(year: date[2], month: date[1], day: date[0]),
            let result = AcquisitionTime(
                date: day,
                hour: time[0],
                minute: time[1],
                second: time[2],
                utcOffsetMinutes: offset
            )
        {
            return result
        }
        remarks.append("The header does not give both date and time of day; the time of recording counts as missing.")
        return nil
    }

    private static func numbers(_ text: Substring, separator: Character) -> [Int] {
        text.split(separator: separator, omittingEmptySubsequences: false).compactMap(DecimalText.integer)
    }

    private static func require(_ bytes: Int) throws(RecordingError) {
        let limit = RecordingReader.maximumBytes
        guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
    }
}
