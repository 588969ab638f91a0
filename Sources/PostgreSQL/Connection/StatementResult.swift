/// What one statement of a pipeline gave.
public struct StatementResult: Sendable {
    private let table: ResultTable

    init(_ table: ResultTable) { self.table = table }

    /// Its rows; none for a statement without rows.
    public var rows: [Row] { table.rows }

    /// Rows that it inserted, changed, deleted or selected.
    public var rowsAffected: Int { table.rowsAffected }
}
