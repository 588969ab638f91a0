import CSV
import Foundation

/// The rows of one split in the EchoNext data set's table of metadata.
struct PreparedMetadata {
    let fields: [String]
    let rows: [[String]]

    /// The published table has 100,000 rows and about 20 MB.
    private static let limits = CSVLimits(bytes: 256 << 20, records: 1_000_001, columns: 512, fieldBytes: 16 << 10)

    init(_ url: URL, split: String) throws(RecordingError) {
        guard let bytes = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw .missing(what: "the table of metadata", place: nil)
        }
        let table: CSVTable
        do {
            table = try CSVReader(limits: Self.limits).read([UInt8](bytes))
        } catch {
            let place = error.line.map { TextPlace(line: $0, column: 1) }
            let reason = "cannot be read (\(error.explanation))"
            throw .unusable(what: "the table of metadata", reason: reason, place: place)
        }
        guard let column = table.header.firstIndex(of: "split") else {
            throw .missing(what: "the column split of the table of metadata", place: TextPlace(line: 1, column: 1))
        }
        fields = table.header
        rows = table.records.compactMap { $0.fields[column] == split ? $0.fields : nil }
    }
}
