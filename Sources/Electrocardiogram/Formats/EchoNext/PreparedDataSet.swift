public import Foundation

/// One split of the EchoNext data set as PhysioNet publishes it: inputs of the network, already standardised.
///
/// Its rows are no ``Recording``s: they have neither counts nor a unit, and no preprocessing may be applied again.
/// Source: PhysioNet, "EchoNext: A Dataset for Detecting Echocardiogram-Confirmed Structural Heart Disease from ECGs".
/// The files stay on disk; a row is read when it is asked for.
public struct PreparedDataSet: Sendable {
    /// Samples of a row in each lead, at 250 Hz.
    public static let sampleCount = 2500
    /// Leads of a row, in the order of ``Lead/allCases``.
    public static let leadCount = 12
    /// Values of a row beside the waveform: sex, age, ventricular rate, atrial rate, PR, QRS, QTc, scaled.
    public static let tabularCount = 7

    /// The split's name, such as `train`.
    public let split: String
    /// The columns of the table of metadata, in its order.
    public let fields: [String]
    /// How many rows the split has.
    public var count: Int { metadata.count }

    private let waveforms: NumPyFile
    private let tabular: NumPyFile
    private let metadata: [[String]]

    /// Opens a split of a folder that holds the files under their published names.
    ///
    /// - Throws: ``RecordingError`` when a file is missing or does not fit the others.
    public init(folder: URL, split: String) throws(RecordingError) {
        try self.init(
            waveforms: folder.appending(path: "EchoNext_\(split)_waveforms.npy"),
            tabular: folder.appending(path: "EchoNext_\(split)_tabular_features.npy"),
            metadata: folder.appending(path: "echonext_metadata_100k.csv"),
            split: split
        )
    }

    /// Opens a split of three files.
    ///
    /// The metadata is a CSV with a column `split`; its rows of this split are those of the arrays, in their order.
    /// The arrays are (N, 1, 2500, 12) or (N, 2500, 12), and (N, 7).
    ///
    /// - Throws: ``RecordingError`` when a file is missing or does not fit the others.
    public init(waveforms: URL, tabular: URL, metadata: URL, split: String) throws(RecordingError) {
        self.waveforms = try NumPyFile(waveforms, name: "the array of waveforms")
        self.tabular = try NumPyFile(tabular, name: "the array of tabular values")
        let table = try PreparedMetadata(metadata, split: split)
        self.split = split
        fields = table.fields
        self.metadata = table.rows
        try check()
    }

    /// Reads one row.
    ///
    /// - Throws: ``RecordingError`` when the files cannot be read or hold values that are no numbers.
    /// - Precondition: `index` is from 0 up to ``count``.
    public func row(at index: Int) throws(RecordingError) -> PreparedRow {
        let waveform = try waveforms.row(at: index)
        let values = try tabular.row(at: index)
        guard waveform.allSatisfy(\.isFinite), values.allSatisfy(\.isFinite) else {
            let what = "row \(index) of the split \(split), counted from 0"
            throw .unusable(what: what, reason: "holds values that are no numbers", place: nil)
        }
        let pairs = zip(fields, metadata[index]).map { ($0, $1) }
        return PreparedRow(
            waveform: waveform,
            tabular: values,
            metadata: Dictionary(pairs) { first, _ in first }
        )
    }

    private func check() throws(RecordingError) {
        let sizes = [Self.sampleCount, Self.leadCount]
        guard [[1] + sizes, sizes].contains(Array(waveforms.header.shape.dropFirst())) else {
            let reason = "has the shape \(waveforms.header.shape), not (N, 1, 2500, 12)"
            throw .unusable(what: "the array of waveforms", reason: reason, place: nil)
        }
        guard tabular.header.shape == [waveforms.rows, Self.tabularCount] else {
            let reason = "has the shape \(tabular.header.shape), not (\(waveforms.rows), 7)"
            throw .unusable(what: "the array of tabular values", reason: reason, place: nil)
        }
        guard metadata.count == waveforms.rows else {
            let reason = "has \(metadata.count) rows of the split \(split), the arrays have \(waveforms.rows)"
            throw .unusable(what: "the table of metadata", reason: reason, place: nil)
        }
    }
}

/// One row of a ``PreparedDataSet``.
public struct PreparedRow: Sendable, Equatable {
    /// 2500 × 12 standardised values, sample-major: the twelve leads of the first sample, then of the second.
    public let waveform: [Float]
    /// Sex, age, ventricular rate, atrial rate, PR, QRS, QTc; scaled.
    public let tabular: [Float]
    /// The row of the table of metadata, by the names of its columns.
    public let metadata: [String: String]
}
