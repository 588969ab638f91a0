import CSV
import Foundation

/// Scores a table of patients from CSV to CSV, in memory that does not grow with it.
///
/// Rows come out in their order, each with its scores or with the reason why there are none.
package struct PatientTableScoring {
    /// What became of the rows.
    package struct Tally: Sendable, Equatable {
        package var rows = 0
        package var scored = 0
        /// Rows without scores by reason code.
        package var refused: [String: Int] = [:]
        /// Rows among the scored ones of which inputs were imputed.
        package var imputed = 0
        /// Rows among those with more than ``ImputedScore/warningLimit`` of them.
        package var muchImputed = 0
        /// Columns of the input that mean nothing here.
        package var ignored: [String] = []
        /// Rows whose identifier an earlier one has, among the first ``PatientTableScoring/identifiersKept``.
        package var repeated = 0
        /// The line of the first of them.
        package var firstRepeat: Int?
    }

    /// Identifiers remembered to find repeated ones; memory must not grow with the table.
    package static let identifiersKept = 100_000

    private let model: DeepCoxModel
    private let network: DeepCoxNetwork
    private let inputs: [ModelCard.Survival.Input]
    private let imputation: Imputation?

    /// - Parameters:
    ///   - model: scores the rows.
    ///   - imputation: fills in what is missing; without it such rows are refused.
    package init(_ model: DeepCoxModel, imputation: Imputation? = nil) {
        self.imputation = imputation
        self.model = model
        network = model.network
        inputs = model.survival.inputs
    }

    /// Columns of the output.
    package var header: [String] {
        [PatientColumns.identifier, "score_dl", "score_final"] + model.survival.baseline.map { "p\($0.day)" }
            + (model.survival.tiers == nil ? [] : ["tier"]) + (imputation == nil ? [] : imputedColumns) + ["reason"]
    }

    private var imputedColumns: [String] {
        model.survival.baseline.flatMap { ["p\($0.day)_lower", "p\($0.day)_upper"] } + ["imputed"]
    }

    /// - Parameters:
    ///   - read: puts bytes of the input into a buffer and says how many; 0 at the end.
    ///   - write: takes bytes of the output, in pieces.
    ///   - progress: is told the rows done, from time to time.
    /// - Returns: The counts.
    /// - Throws: ``PatientTableError`` or `CSVError`, or what the closures throw.
    package func run(
        read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int,
        write: ([UInt8]) throws -> Void,
        progress: (Int) throws -> Void
    ) throws -> Tally {
        var stream = CSVStream(refill: read)
        var record = CSVRecordBytes()
        guard try stream.next(into: &record) else { throw PatientTableError.empty }
        let columns = try PatientColumns(
            header: record,
            inputs: inputs.map(\.name),
            identifier: PatientColumns.identifier
        )
        let fields = record.count
        var rows = ScoredRows(model, network, imputation)
        var tally = Tally(ignored: columns.ignored)
        var values = PatientValues(count: inputs.count)
        var identifiers: Set<String> = []
        var output = Array(CSVWriter.line(header).utf8)
        while try stream.next(into: &record) {
            guard record.count == fields else {
                throw PatientTableError.ragged(line: record.line, fields: record.count, expected: fields)
            }
            values.read(record, columns.inputs, inputs)
            try rows.append(record, columns.identifier, values, number: tally.rows)
            if tally.rows < Self.identifiersKept, !identifiers.insert(record[columns.identifier]).inserted {
                tally.repeated += 1
                tally.firstRepeat = tally.firstRepeat ?? record.line
            }
            tally.rows += 1
            guard rows.isFull else { continue }
            rows.write(to: &output, &tally)
            try progress(tally.rows)
            guard output.count > 1 << 18 else { continue }
            try write(output)
            output.removeAll(keepingCapacity: true)
        }
        rows.write(to: &output, &tally)
        try write(output)
        try progress(tally.rows)
        return tally
    }
}
