import CLibPQ
import Glibc

/// The result of one statement; libpq allows a finished result to be read from any thread.
final class ResultTable: @unchecked Sendable {
    let result: OpaquePointer

    /// - Parameter result: a result that is ours from now on.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }

    var hasSucceeded: Bool {
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: true
        default: false
        }
    }

    var columns: [(name: String, type: PostgresType)] {
        (0..<PQnfields(result)).map { index in (name(of: index), type(of: index)) }
    }

    var rows: [Row] { (0..<PQntuples(result)).map { Row(table: self, index: $0) } }

    /// Rows that the statement inserted, changed, deleted or selected.
    var rowsAffected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The memory that the result takes, in bytes.
    var size: Int { PQresultMemorySize(result) }

    /// The type of a column.
    func type(of column: Int32) -> PostgresType { PostgresType(oid: PQftype(result, column)) }

    /// Where a column stands.
    ///
    /// The names are compared as they lie in the result: a table of them would cost more than most results are asked.
    func place(of column: String) throws(PostgresError) -> Int32 {
        let (first, last) = column.withCString { name in ends(of: name) }
        guard first == last else {
            throw PostgresError(.decoding, "two columns are named \"\(column)\"; give them names of their own")
        }
        if let first { return first }
        let names = columns.map(\.name).joined(separator: ", ")
        throw PostgresError(.decoding, "no column \"\(column)\"; there are: \(names)")
    }

    private func name(of column: Int32) -> String { PQfname(result, column).map { String(cString: $0) } ?? "" }

    /// The first and the last column of that name.
    private func ends(of name: UnsafePointer<CChar>) -> (Int32?, Int32?) {
        var ends: (Int32?, Int32?)
        for index in 0..<PQnfields(result) where strcmp(PQfname(result, index), name) == 0 {
            ends = (ends.0 ?? index, index)
        }
        return ends
    }
}
