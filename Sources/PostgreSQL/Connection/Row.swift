import CLibPQ

/// One row of a result; it keeps the whole result in memory.
public struct Row: Sendable {
    let table: ResultTable
    let index: Int32

    /// The value of a column that is never NULL.
    ///
    /// - Throws: `.decoding` when there is no such column, it is NULL, or it has another type.
    @inlinable
    public func decode<Value: PostgresDecodable>(
        _ column: String,
        as _: Value.Type = Value.self,
        file: String = #fileID,
        line: Int = #line
    ) throws(PostgresError) -> Value {
        do throws(PostgresError) {
            guard let cell = try cell(column) else { throw Self.null(Value.self).named(column) }
            return try value(of: cell, column)
        } catch { throw error.at(file, line) }
    }

    /// The value of a column, or nil for NULL.
    ///
    /// - Throws: `.decoding` when there is no such column, or it has another type.
    @inlinable
    public func decode<Value: PostgresDecodable>(
        _ column: String,
        as _: Value?.Type = Value?.self,
        file: String = #fileID,
        line: Int = #line
    ) throws(PostgresError) -> Value? {
        do throws(PostgresError) {
            guard let cell = try cell(column) else { return nil }
            return try value(of: cell, column)
        } catch { throw error.at(file, line) }
    }

    @inlinable
    func value<Value: PostgresDecodable>(of cell: Cell, _ column: String) throws(PostgresError) -> Value {
        do throws(PostgresError) {
            // The bytes lie in the result, which lives as long as the row.
            return try withExtendedLifetime(self) { () throws(PostgresError) in
                try Value.decode(cell.bytes, type: cell.type)
            }
        } catch { throw error.named(column) }
    }

    /// A value as it lies in the result, which the row keeps.
    @usableFromInline
    struct Cell {
        @usableFromInline let bytes: UnsafeRawBufferPointer
        @usableFromInline let type: PostgresType
    }

    /// Where a value lies; nil for NULL.
    ///
    /// What is generic stands in the caller's module, where it is compiled for the type asked for.
    @usableFromInline
    func cell(_ column: String) throws(PostgresError) -> Cell? {
        let place = try table.place(of: column)
        guard PQgetisnull(table.result, index, place) == 0 else { return nil }
        let length = Int(PQgetlength(table.result, index, place))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(table.result, index, place), count: length)
        return Cell(bytes: bytes, type: table.type(of: place))
    }

    @usableFromInline
    static func null(_ wanted: Any.Type) -> PostgresError {
        PostgresError(.decoding, "the value is NULL; ask for \(wanted)?")
    }
}

extension PostgresError {
    @usableFromInline
    func named(_ column: String) -> PostgresError {
        var copy = self
        copy.column = column
        return copy
    }
}
