extension Transaction {
    /// Runs statements that do not need each other's results, in order, for about the price of one round trip.
    ///
    /// They are bound by the transaction as if they came one by one: the first that fails fails the transaction, unless a
    /// savepoint lies around the call, and those after it do not run.
    ///
    /// - Parameters:
    ///   - statements: the statements; an empty list does nothing. COPY is not allowed.
    ///   - file: the caller's file.
    ///   - line: the caller's line.
    /// - Returns: what each statement gave, in their order, 256 MB of memory in all at most.
    /// - Throws: ``PostgresError`` whose `statement` counts from 0.
    nonisolated(nonsending) public func pipeline(
        _ statements: [SQL],
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> [StatementResult] {
        do throws(PostgresError) { return try await connection.pipeline(statements, in: id) } catch {
            throw error.at(file, line)
        }
    }
}
