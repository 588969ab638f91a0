/// The rows of a query as the server sends them, read once.
///
/// The server is read only as fast as the rows are asked for. The next statement of the transaction ends the reading.
public struct CopiedRows: AsyncSequence, Sendable {
    /// A row, as a query gives it.
    public typealias Element = Row
    /// The client's error.
    public typealias Failure = PostgresError

    let connection: Connection
    let id: UInt64

    /// Reads the rows; two iterators share them out between themselves.
    public func makeAsyncIterator() -> Iterator { Iterator(connection: connection, id: id) }

    /// Reads one row after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let connection: Connection
        let id: UInt64
        private var rows: ArraySlice<Row> = []
        private var isAtEnd = false

        init(connection: Connection, id: UInt64) {
            self.connection = connection
            self.id = id
        }

        /// The next row, or nil after the last.
        ///
        /// - Throws: ``PostgresError``; `.misuse` when another statement ended the reading.
        public mutating func next() async throws(PostgresError) -> Row? {
            while rows.isEmpty, !isAtEnd {
                let portion = try await connection.readCopy(id)
                rows = portion.rows[...]
                isAtEnd = portion.areLast
            }
            return rows.popFirst()
        }
    }
}

extension Transaction {
    /// Reads the rows of a query by COPY, for results too large to be in memory at once.
    ///
    /// Leaving the loop early is allowed: the next statement, or the transaction's end, stops the query at the server.
    ///
    /// - Parameters:
    ///   - sql: a query without parameters, which COPY does not take.
    ///   - file: the caller's file.
    ///   - line: the caller's line.
    /// - Returns: the rows, to be read before the transaction's next statement.
    /// - Throws: ``PostgresError`` when the server refuses the query.
    public func copyOut(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> CopiedRows {
        do throws(PostgresError) {
            return CopiedRows(connection: connection, id: try await connection.beginCopy(sql, in: id))
        } catch { throw error.at(file, line) }
    }
}
