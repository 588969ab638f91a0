import CLibPQ

/// One row of a result; it keeps the whole result in memory.
public struct Row: Sendable {
    let table: ResultTable
    let index: Int32

    /// The value of a column that is never NULL.
    ///
    /// - Throws: `.decoding` when there is no such column, it is NULL, or it has another type.
    public func decode<Value: PostgresDecodable>(
        _ column: String,
        as _: Value.Type = Value.self,
        file: String = #fileID,
        line: Int = #line
    ) throws(PostgresError) -> Value {
        do throws(PostgresError) {
            if let value: Value = try value(column) { return value }
            throw PostgresError(.decoding, "the value is NULL; ask for \(Value.self)?").named(column)
        } catch { throw error.at(file, line) }
    }

    /// The value of a column, or nil for NULL.
    ///
    /// - Throws: `.decoding` when there is no such column, or it has another type.
    public func decode<Value: PostgresDecodable>(
        _ column: String,
        as _: Value?.Type = Value?.self,
        file: String = #fileID,
        line: Int = #line
    ) throws(PostgresError) -> Value? {
        do throws(PostgresError) { return try value(column) } catch { throw error.at(file, line) }
    }

    private func value<Value: PostgresDecodable>(_ column: String) throws(PostgresError) -> Value? {
        let place = try table.place(of: column)
        guard PQgetisnull(table.result, index, place) == 0 else { return nil }
        let length = Int(PQgetlength(table.result, index, place))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(table.result, index, place), count: length)
        do throws(PostgresError) {
            return try Value.decode(bytes, type: table.type(of: place))
        } catch { throw error.named(column) }
    }
}

extension PostgresError {
    fileprivate func named(_ column: String) -> PostgresError {
        var copy = self
        copy.column = column
        return copy
    }
}
