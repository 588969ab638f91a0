import CSV

extension ReferenceCohort {
    /// Most patients read.
    package static let patientLimit = 1_000_000

    /// Reads a table of patients whose columns are named as the inputs, in any order.
    ///
    /// - Parameters:
    ///   - inputs: of the card.
    ///   - read: puts bytes of the table into a buffer and says how many; 0 at the end.
    /// - Returns: the cohort of the complete patients, and how many were left out.
    /// - Throws: ``PatientTableError``, `CSVError` or ``RiskModelError``, or what `read` throws.
    package static func read(
        _ inputs: [ModelCard.Survival.Input],
        from read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> (cohort: ReferenceCohort, leftOut: Int) {
        var stream = CSVStream(refill: read)
        var record = CSVRecordBytes()
        guard try stream.next(into: &record) else { throw PatientTableError.empty }
        let columns = try PatientColumns(header: record, inputs: inputs.map(\.name), identifier: nil)
        let fields = record.count
        var rows: [[Double]] = []
        var leftOut = 0
        var values = PatientValues(count: inputs.count)
        while try stream.next(into: &record) {
            guard record.count == fields else {
                throw PatientTableError.ragged(line: record.line, fields: record.count, expected: fields)
            }
            values.read(record, columns.inputs, inputs)
            guard values.fault == nil, values.missing.isEmpty else {
                leftOut += 1
                continue
            }
            guard rows.count < patientLimit else {
                throw RiskModelError.cannotFit(reason: "the reference has more than \(patientLimit) patients")
            }
            rows.append(values.values)
        }
        return (try ReferenceCohort(inputs: inputs, rows: rows), leftOut)
    }
}
