import Crypto
public import Foundation

/// Reads SCP-ECG records (EN 1064, ISO 11073-91064), with all their ways of compression.
///
/// Checksums of the record and of every section are verified.
public enum SCPReader {
    /// Reads one record.
    ///
    /// - Throws: ``RecordingError`` that names the section at fault and its offset in bytes.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= RecordingReader.maximumBytes else {
            throw .tooLarge(bytes: bytes.count, limit: RecordingReader.maximumBytes)
        }
        var remarks: [String] = []
        let record = try SCPRecord([UInt8](bytes), remarks: &remarks)
        let header = try SCPHeader(record.required(1, "patient and acquisition"))
        let signal = try SCPSignal.read(record, remarks: &remarks)
        var recording = Recording(
            format: RecordingFormat.scp.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: header.patient(remarks: &remarks),
            acquiredAt: header.acquisition(remarks: &remarks),
            device: header.device(remarks: &remarks),
            signal: signal
        )
        if let section = record[7] {
            recording.measurements = try SCPFindings.measurements(section, remarks: &remarks)
        }
        if let section = record[8] {
            recording.statements = try SCPFindings.statements(section, header.texts, remarks: &remarks)
        }
        recording.remarks = remarks
        return recording
    }
}
