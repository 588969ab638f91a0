import CLibPQ

/// What a statement wants and gives, as the server sees it.
public struct StatementDescription: Sendable {
    /// The types of `$1`, `$2`, ….
    public let parameters: [PostgresType]
    /// The columns of its rows; empty for a statement without rows.
    public let columns: [(name: String, type: PostgresType)]
}

extension Connection {
    /// Runs a statement for a transaction, or for a caller without one.
    nonisolated(nonsending) func run(_ sql: SQL, in id: TransactionRecord.ID?) async throws(PostgresError)
        -> ResultTable
    {
        try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            return try connection.execute(try BoundStatement(sql), number)
        }
    }

    /// Runs a script for a transaction, or for a caller without one.
    nonisolated(nonsending) func run(script: String, in id: TransactionRecord.ID?) async throws(PostgresError) {
        _ = try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            return try connection.perform(number, script: script) { PQexec($0, script) }
        }
    }

    /// Parses a statement and asks for its types.
    nonisolated(nonsending) func describe(_ sql: SQL) async throws(PostgresError) -> StatementDescription {
        let table = try await interruptibly { connection, number throws(PostgresError) in
            try connection.description(of: sql, number)
        }
        let parameters = (0..<PQnparams(table.result)).map { PostgresType(oid: PQparamtype(table.result, $0)) }
        return StatementDescription(parameters: parameters, columns: table.columns)
    }

    /// Parses a statement; an empty table with the columns that its rows would have.
    func description(of sql: SQL, _ number: UInt64) throws(PostgresError) -> ResultTable {
        let statement = try BoundStatement(sql)
        return try perform(number, script: statement.text) { statement.describe(on: $0) }
    }

    /// A statement belongs to the transaction that runs; whatever is still being copied out ends before it.
    func ready(for id: TransactionRecord.ID?) throws(PostgresError) {
        try transaction.check(id)
        leaveCopy()
    }

    private func execute(_ statement: BoundStatement, _ number: UInt64) throws(PostgresError) -> ResultTable {
        switch statements.use(statement.key) {
        case .unnamed: break
        case .prepared(let name): return try execute(statement, named: name, number)
        case .prepare(let name, let dropped):
            try prepare(statement, as: name, dropping: dropped, number)
            return try execute(statement, named: name, number)
        }
        return try perform(number) { statement.execute(on: $0) }
    }

    private func prepare(
        _ statement: BoundStatement,
        as name: String,
        dropping dropped: [String],
        _ number: UInt64
    ) throws(PostgresError) {
        do throws(PostgresError) {
            for name in dropped { _ = try perform(number) { PQexec($0, "DEALLOCATE \(name)") } }
            _ = try perform(number) { statement.prepare(as: name, on: $0) }
        } catch {
            statements.forget(statement.key)
            throw error
        }
    }

    private func execute(
        _ statement: BoundStatement,
        named name: String,
        _ number: UInt64
    ) throws(PostgresError) -> ResultTable {
        do throws(PostgresError) {
            return try perform(number) { statement.execute(named: name, on: $0) }
        } catch {
            // Inside a transaction the failure has undone what went before, so only its owner can begin again.
            guard forgetIfStale(statement, error), transactionStatus == PQTRANS_IDLE else { throw error }
            return try perform(number) { statement.execute(on: $0) }
        }
    }

    /// Whether a statement failed because the server's parsed form of it is gone or no longer fits the tables.
    func forgetIfStale(_ statement: BoundStatement, _ error: PostgresError) -> Bool {
        switch error.sqlState {
        // Somebody dropped this one, and then probably all.
        case "26000": statements.forgetAll()
        // "cached plan must not change result type": a migration ran meanwhile.
        case "0A000": statements.retire(statement.key)
        default: return false
        }
        return true
    }
}
