import Crypto
public import Foundation

/// Reads European Data Format: EDF, EDF+ without gaps, and BDF (24 bits).
public enum EDFReader {
    /// The name of EDF and EDF+ in ``Recording/format``.
    public static let format = "edf"
    /// The name of BDF in ``Recording/format``.
    public static let formatOf24Bits = "bdf"

    /// Reads one recording.
    ///
    /// Signals whose label names one of the twelve leads are taken, the others left out. Annotations are counted in a
    /// remark and not used: they are notes on the recording, not statements of a device.
    ///
    /// - Throws: ``RecordingError`` with the byte at which the fault lies; EDF+ with gaps (`EDF+D`) is refused.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        let limit = RecordingReader.maximumBytes
        guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
        let content = [UInt8](bytes)
        let header = try EDFHeader.parse(content)
        guard !header.variant.hasSuffix("+D") else {
            let reason = "are not read; export the ECG without gaps (EDF+C)"
            throw EDFFields.unusable("discontinuous recordings (EDF+D)", reason, at: 192)
        }
        var remarks: [String] = []
        let records = try EDFRecords(header, bytes: content, remarks: &remarks)
        let signal = try records.signal(remarks: &remarks)
        let annotations = records.annotationCount()
        if annotations > 0 { remarks.append("The file holds \(annotations) annotations, which are not used.") }
        let patient = EDFIdentification.patient(header, remarks: &remarks)
        return Recording(
            format: header.isBDF ? formatOf24Bits : format,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: patient,
            acquiredAt: EDFIdentification.acquisition(header, remarks: &remarks),
            device: EDFIdentification.device(header),
            signal: signal,
            remarks: remarks
        )
    }
}
