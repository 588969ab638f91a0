import CSV
import Electrocardiogram
import Foundation
import RiskModel

/// The logits of every row of an EchoNext data set, beside its metadata; memory holds a batch of rows at a time.
struct DataSetScores {
    private static let batch = 64

    private let set: PreparedDataSet

    /// - Throws: exit code 65 with what does not fit.
    init(folder: String, split: String) throws {
        do {
            set = try PreparedDataSet(folder: URL(fileURLWithPath: folder), split: split)
        } catch {
            throw Failure.refuse("\(folder): \(error)", code: Failure.badData)
        }
    }

    /// Prints a table: the columns of the metadata, then `logit_1` and so on.
    func print(by network: ResNet1DTabular) throws {
        let line = ProgressLine("Scoring")
        defer { line.finish() }
        var hasHeader = false
        for start in stride(from: 0, to: set.count, by: Self.batch) {
            let rows = try (start..<min(start + Self.batch, set.count)).map { try set.row(at: $0) }
            let logits = try network.logits(
                waveforms: rows.flatMap(\.waveform),
                tabular: rows.flatMap(\.tabular)
            )
            if !hasHeader {
                let names = (logits.first ?? []).indices.map { "logit_\($0 + 1)" }
                Swift.print(CSVWriter.line(set.fields + names), terminator: "")
                hasHeader = true
            }
            for (row, logits) in zip(rows, logits) {
                let fields = set.fields.map { row.metadata[$0] ?? "" } + logits.map(\.description)
                Swift.print(CSVWriter.line(fields), terminator: "")
            }
            line.update(start + rows.count, of: set.count)
        }
    }
}
