import Crypto
public import Foundation

/// Reads the Philips ECG XML (`restingecgdata`), versions 1.03 and 1.04, compressed or not.
///
/// Representative beats are left out.
public enum PhilipsXMLReader {
    private static let versions: Set<String> = ["1.03", "1.04", "1.04.01", "1.04.02"]
    /// Elements with samples, of the recording, of what no algorithm has touched and of representative beats.
    private static let bulky: Set<String> = [
        "parsedwaveforms", "unparsedwaveforms", "leadwaveforms", "repbeat", "waveform",
    ]

    /// Reads one recording of at most ``RecordingReader/maximumBytes``.
    ///
    /// - Throws: ``RecordingError`` with the line of the fault.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= RecordingReader.maximumBytes else {
            throw .tooLarge(bytes: bytes.count, limit: RecordingReader.maximumBytes)
        }
        let document = try MarkupElement.document(bytes, root: "restingecgdata", bulky: bulky)
        let version = document.first("documentinfo", "documentversion")
        guard let text = version?.string else { throw .missing(what: "documentversion", place: document.place) }
        guard versions.contains(text) else {
            throw .unusable(what: "documentversion", reason: "is neither 1.03 nor 1.04", place: version?.place)
        }
        var remarks: [String] = []
        let signal = try PhilipsSignal.read(document, remarks: &remarks)
        return Recording(
            format: RecordingFormat.philipsXML.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: PhilipsPatient.read(document, remarks: &remarks),
            acquiredAt: PhilipsPatient.acquisition(document, remarks: &remarks),
            device: document.first("dataacquisition", "machine")?.entry,
            signal: signal,
            measurements: PhilipsFindings.measurements(document, remarks: &remarks),
            statements: try PhilipsFindings.statements(document, remarks: &remarks),
            remarks: remarks
        )
    }
}
