/// A transaction while its body runs; afterwards every use is refused.
public struct Transaction: Sendable {
    let connection: Connection
    let id: TransactionRecord.ID

    /// Runs a statement and returns its rows.
    nonisolated(nonsending) public func query(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> [Row] {
        do throws(PostgresError) { return try await connection.run(sql, in: id).rows } catch {
            throw error.at(file, line)
        }
    }

    /// Runs a statement and returns the number of rows affected.
    @discardableResult
    nonisolated(nonsending) public func execute(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> Int {
        do throws(PostgresError) {
            return try await connection.run(sql, in: id).rowsAffected
        } catch { throw error.at(file, line) }
    }

    /// Runs several statements of the program's own text, such as a migration.
    nonisolated(nonsending) public func run(
        script: String,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) {
        do throws(PostgresError) {
            try await connection.run(script: script, in: id)
        } catch { throw error.at(file, line) }
    }

    /// Runs a part that can fail without the whole: what it did is undone when it throws.
    ///
    /// Parts may lie inside each other, not side by side.
    @discardableResult
    public func savepoint<Value: Sendable>(
        file: String = #fileID,
        line: Int = #line,
        _ body: @Sendable (Transaction) async throws -> Value
    ) async throws -> Value {
        try await execute("SAVEPOINT part", file: file, line: line)
        do {
            let value = try await body(self)
            try await execute("RELEASE SAVEPOINT part", file: file, line: line)
            return value
        } catch {
            await connection.undoPart(of: id)
            throw error
        }
    }
}
