import Crypto
public import Foundation

/// Reads the HL7 annotated ECG (version 3, `PORT_MT020001`), in which the FDA receives the ECGs of drug trials.
///
/// The rhythm series is the recording; representative beats are left out, but measurements made on them count.
public enum AnnotatedECGReader {
    private static let maximumSeries = 100

    /// Reads one recording of at most ``RecordingReader/maximumBytes``.
    ///
    /// - Throws: ``RecordingError`` with the line of the fault.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= RecordingReader.maximumBytes else {
            throw .tooLarge(bytes: bytes.count, limit: RecordingReader.maximumBytes)
        }
        let document = try MarkupElement.document(bytes, root: "AnnotatedECG", bulky: ["digits"])
        var remarks: [String] = []
        let series = try rhythm(of: document, remarks: &remarks)
        let (signal, start) = try AnnotatedECGSignal.read(series, remarks: &remarks)
        let annotations = try AnnotatedECGAnnotations(of: series)
        return Recording(
            format: RecordingFormat.annotatedECG.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: AnnotatedECGSubject.patient(document, remarks: &remarks),
            acquiredAt: acquisition(document, series, start, remarks: &remarks),
            device: device(of: series),
            signal: signal,
            measurements: annotations.measurements(remarks: &remarks),
            statements: annotations.statements,
            remarks: remarks
        )
    }

    private static func rhythm(
        of document: MarkupElement,
        remarks: inout [String]
    ) throws(RecordingError) -> MarkupElement {
        let series = document.all("component", "series")
        guard series.count <= maximumSeries else {
            throw .limitExceeded(what: "the number of series", limit: maximumSeries, place: document.place)
        }
        let code = { (series: MarkupElement) in series.first("code")?["code"]?.uppercased() }
        let rhythms = series.filter { code($0) == "RHYTHM" }
        if rhythms.count > 1 { remarks.append("The file holds several rhythm series; the first is used.") }
        if let first = rhythms.first { return first }
        guard let only = series.first(where: { code($0) == nil }) else {
            throw .missing(what: "the rhythm series", place: series.first?.place ?? document.place)
        }
        remarks.append("The series does not say its type; it is taken for the rhythm.")
        return only
    }

    /// The time of the document, else of the series, else of the first sample.
    private static func acquisition(
        _ document: MarkupElement,
        _ series: MarkupElement,
        _ start: HL7Timestamp?,
        remarks: inout [String]
    ) -> AcquisitionTime? {
        let names = ["low", "center"]
        let written = [document, series].flatMap { element in
            names.compactMap { element.first("effectiveTime", $0)?["value"] }
        }
        guard let found = written.lazy.compactMap(HL7Timestamp.init).first(where: { $0.time != nil }) ?? start,
            let time = found.time
        else {
            remarks.append("The file gives no time of recording, or one that is no time.")
            return nil
        }
        if !found.hasSeconds { remarks.append("The time of recording has no seconds; they count as zero.") }
        if let start, differ(start, found) {
            remarks.append("The first sample has another time than the recording, by a minute or more.")
        }
        return time
    }

    /// Whether two times are a minute or more apart; unknown, and so no, where only one has a zone.
    private static func differ(_ a: HL7Timestamp, _ b: HL7Timestamp) -> Bool {
        guard let first = a.seconds, let second = b.seconds,
            (a.time?.utcOffsetMinutes == nil) == (b.time?.utcOffsetMinutes == nil)
        else { return false }
        return abs(first - second) >= 60
    }

    /// The maker and the model, as far as the file names them.
    private static func device(of series: MarkupElement) -> String? {
        let author = series.first("author", "seriesAuthor")
        let model = author?.first("manufacturedSeriesDevice", "manufacturerModelName")?.string
        let maker = author?.first("manufacturerOrganization", "name")?.string
        let names = [maker, model].compactMap(\.self)
        return names.isEmpty ? nil : names.joined(separator: " ")
    }
}
