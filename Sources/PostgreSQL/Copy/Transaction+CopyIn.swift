extension Transaction {
    /// Stores rows by COPY, all of them or none.
    ///
    /// The next row is asked for only when there is room: rows go out in portions of about a megabyte, each a COPY of its own, so
    /// neither the program nor the connection waits on the other's account, and the server's refusal is known soon. The server
    /// refuses COPY into a table with row-level security: copy into a temporary table made `ON COMMIT DROP` and insert from there.
    ///
    /// - Parameters:
    ///   - table: the table, as `"schema.table"` or with `\(identifier:)`.
    ///   - columns: the columns to fill; others get their defaults.
    ///   - rows: what the rows are made from.
    ///   - file: the caller's file.
    ///   - line: the caller's line.
    ///   - write: writes one value for each column, in their order.
    /// - Returns: the number of rows.
    /// - Throws: ``PostgresError``, or what `rows` or `write` throw; nothing is stored then, and the transaction can go on.
    @discardableResult
    public func copyIn<Rows: AsyncSequence & Sendable>(
        into table: SQL,
        columns: [String],
        rows: Rows,
        file: String = #fileID,
        line: Int = #line,
        write: @Sendable (Rows.Element, inout CopyWriter) throws -> Void
    ) async throws -> Int {
        let names = columns.map { "\(identifier: $0)" as SQL }.joined()
        do {
            return try await savepoint(file: file, line: line) { transaction in
                try await transaction.copyPortions(of: rows, to: table, names, write)
            }
        } catch let error as PostgresError { throw error.at(file, line) }
    }

    private func copyPortions<Rows: AsyncSequence & Sendable>(
        of rows: Rows,
        to table: SQL,
        _ names: SQL,
        _ write: (Rows.Element, inout CopyWriter) throws -> Void
    ) async throws -> Int {
        let command: SQL = "COPY \(fragment: table) (\(fragment: names)) FROM STDIN (FORMAT binary)"
        let columns = try await connection.columns("SELECT \(fragment: names) FROM \(fragment: table)", in: id)
        var writer = CopyWriter(columns)
        var count = 0
        for try await row in rows {
            writer.beginRow()
            try write(row, &writer)
            try writer.endRow()
            if writer.size >= Self.portion { count += try await connection.copyIn(command.text, writer.take(), in: id) }
        }
        guard writer.size > 0 else { return count }
        return count + (try await connection.copyIn(command.text, writer.take(), in: id))
    }

    /// About how many bytes go out at a time.
    private static let portion = 1 << 20
}
