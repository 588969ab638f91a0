import Crypto
public import Foundation

/// Reads one recording as comma-separated values: a header that names the leads, then one row a sample.
///
/// ```
/// # sampling_rate: 500
/// # unit: uV
/// I,II,V1,V2,V3,V4,V5,V6
/// 12,-3,…
/// ```
///
/// Leads stand in any order and in any case; `I (mV)` states a unit for a column. A column `time (s)` or `time (ms)`
/// may stand in for the rate. `# unit: count` goes with `# microvolts_per_count: 4.88`. Further comment lines state
/// what is known of the patient and the device; their keys are those that ``RecordingCSVWriter`` writes. Lines that
/// begin with `#` are comments to pandas (`comment="#"`) and NumPy, too.
public enum RecordingCSVReader {
    /// Reads one table.
    ///
    /// - Throws: ``RecordingError`` with the line and column of the fault.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard bytes.count <= RecordingReader.maximumBytes else {
            throw .tooLarge(bytes: bytes.count, limit: RecordingReader.maximumBytes)
        }
        let table = try RecordingCSVTable(bytes)
        var remarks: [String] = []
        let signal = try RecordingCSVSignal.make(of: table, remarks: &remarks)
        let metadata = RecordingCSVMetadata(table.fields)
        return Recording(
            format: RecordingFormat.csv.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: metadata.patient(remarks: &remarks),
            acquiredAt: metadata.acquisition(remarks: &remarks),
            device: table.fields["device"],
            signal: signal,
            window: metadata.window(signal, remarks: &remarks),
            measurements: metadata.measurements(remarks: &remarks),
            statements: table.statements,
            remarks: remarks
        )
    }
}
