import CLibPQ
import Glibc

/// The result of one statement; libpq allows a finished result to be read from any thread.
final class ResultTable: @unchecked Sendable {
    let result: OpaquePointer

    /// - Parameter result: a result that is ours from now on.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }

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
        var found: Int32?
        for index in 0..<PQnfields(result) where matches(index, column) {
            guard found == nil else {
                throw PostgresError(.decoding, "two columns are named \"\(column)\"; give them names of their own")
            }
            found = index
        }
        if let found { return found }
        let names = columns.map(\.name).joined(separator: ", ")
        throw PostgresError(.decoding, "no column \"\(column)\"; there are: \(names)")
    }

    private func name(of column: Int32) -> String { PQfname(result, column).map { String(cString: $0) } ?? "" }

    private func matches(_ index: Int32, _ column: String) -> Bool { strcmp(PQfname(result, index), column) == 0 }
}
