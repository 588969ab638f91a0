import Crypto
public import Foundation

/// Reads DICOM ECG waveform objects: 12-lead, general, general 32-bit and ambulatory ECG (PS3.3 A.34).
///
/// Files come with or without preamble, in Implicit or Explicit VR Little Endian.
public enum DICOMReader {
    /// Reads one object.
    ///
    /// - Throws: ``RecordingError`` that names the element at fault and its offset in bytes.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= RecordingReader.maximumBytes else {
            throw .tooLarge(bytes: bytes.count, limit: RecordingReader.maximumBytes)
        }
        var remarks: [String] = []
        let set = try DICOMFile.dataSet([UInt8](bytes), remarks: &remarks)
        try checkClass(of: set)
        let text = DICOMText(set)
        let signal = try DICOMSignal.read(set, remarks: &remarks)
        let annotations = try DICOMAnnotations(set, text, remarks: &remarks)
        return Recording(
            format: RecordingFormat.dicom.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: DICOMDemographics.patient(set, text, remarks: &remarks),
            acquiredAt: DICOMDemographics.acquisition(set, remarks: &remarks),
            device: DICOMDemographics.device(set, text, remarks: &remarks),
            signal: signal,
            measurements: annotations.measurements,
            statements: annotations.statements,
            remarks: remarks
        )
    }

    /// Whether bytes begin like a DICOM file, also like one without preamble, whose mark is not there.
    static func recognises(_ bytes: Data) -> Bool {
        DICOMFile.begins([UInt8](bytes.prefix(256)))
    }

    /// Whether a text has the form of a unique identifier, and hence nothing about a patient.
    static func isIdentifier(_ text: String) -> Bool {
        text.count <= 64 && text.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
    }

    /// 12-lead ECG, General ECG, Ambulatory ECG and General 32-bit ECG Waveform Storage.
    private static let classes = [1, 2, 3, 4].map { "1.2.840.10008.5.1.4.1.1.9.1.\($0)" }

    private static func checkClass(of set: DICOMDataSet) throws(RecordingError) {
        guard let name = set.code(.objectClass) else {
            throw .missing(what: "the DICOM SOP class (0008,0016)", place: nil)
        }
        guard !classes.contains(name) else { return }
        throw set.unusable(.objectClass, "names \(isIdentifier(name) ? name : "a class"), which is no ECG waveform")
    }
}
