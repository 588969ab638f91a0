import Crypto
public import Foundation

/// Reads GE MUSE XML (`RestingECG`), releases 7 to 9, whole or without demographics.
///
/// The recording is the rhythm. The median beat, which the device computed from it, is passed over, as are the
/// matrix of measurements, the order and the staff.
public enum MuseXMLReader {
    /// Reads one document.
    ///
    /// - Throws: ``RecordingError`` with the line and column of the fault.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        let document = try MuseDocument.scan(bytes)
        var remarks: [String] = []
        let signal = try MuseSignal.read(document, remarks: &remarks)
        let acquiredAt = MuseDemographics.acquisition(document.sections[.test] ?? [:], remarks: &remarks)
        return Recording(
            format: RecordingFormat.museXML.rawValue,
            sourceDigest: Data(SHA256.hash(data: bytes)),
            patient: MuseDemographics.patient(document.sections[.patient] ?? [:], remarks: &remarks),
            acquiredAt: acquiredAt,
            device: document.sections[.test]?["AcquisitionDevice"],
            signal: signal,
            measurements: measurements(document, remarks: &remarks),
            statements: statements(document, remarks: &remarks),
            remarks: remarks
        )
    }

    /// The measurements in force, which an overreader may have corrected; else the device's own.
    private static func measurements(_ document: MuseDocument, remarks: inout [String]) -> Measurements {
        if let fields = document.sections[.measurements] { return measurements(fields, remarks: &remarks) }
        guard let fields = document.sections[.originalMeasurements] else { return Measurements() }
        remarks.append("The measurements are the device's own, before any correction.")
        return measurements(fields, remarks: &remarks)
    }

    private static func measurements(_ fields: [String: String], remarks: inout [String]) -> Measurements {
        Measurements(
            ventricularRate: measurement("VentricularRate", fields, &remarks),
            atrialRate: measurement("AtrialRate", fields, &remarks),
            prInterval: measurement("PRInterval", fields, &remarks),
            qrsDuration: measurement("QRSDuration", fields, &remarks),
            qtInterval: measurement("QTInterval", fields, &remarks),
            qtcInterval: measurement("QTCorrected", fields, &remarks)
        )
    }

    private static func measurement(
        _ name: String,
        _ fields: [String: String],
        _ remarks: inout [String]
    ) -> Double? {
        guard let text = fields[name] else { return nil }
        guard let value = Double(text), value.isFinite, (0...10_000).contains(value) else {
            remarks.append("\(name) is no usable number and counts as missing.")
            return nil
        }
        return value == 0 ? nil : value
    }

    /// The diagnosis in force; the device's own, which the file keeps beside it, only when there is no other.
    private static func statements(_ document: MuseDocument, remarks: inout [String]) -> [String] {
        if let statements = document.statements[.diagnosis] { return MuseStatement.lines(statements) }
        guard let original = document.statements[.originalDiagnosis] else { return [] }
        remarks.append("The statements are the device's own, before any confirmation.")
        return MuseStatement.lines(original)
    }
}
