import CLibPQ

/// The result of one statement; libpq allows a finished result to be read from any thread.
final class ResultTable: @unchecked Sendable {
    let result: OpaquePointer
    let columns: [(name: String, type: PostgresType)]
    /// The place of every name; nil where two columns share one.
    private let places: [String: Int?]

    /// - Parameter result: a result that is ours from now on.
    init(_ result: OpaquePointer) {
        self.result = result
        columns = (0..<PQnfields(result)).map { index in
            (PQfname(result, index).map { String(cString: $0) } ?? "", PostgresType(oid: PQftype(result, index)))
        }
        places = Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { _, _ in nil })
    }

    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }

    var rows: [Row] { (0..<Int(PQntuples(result))).map { Row(table: self, index: Int32($0)) } }

    /// Rows that the statement inserted, changed, deleted or selected.
    var rowsAffected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// Where a column stands.
    func place(of column: String) throws(PostgresError) -> Int {
        switch places[column] {
        case .some(.some(let place)): return place
        case .some(.none):
            throw PostgresError(.decoding, "two columns are named \"\(column)\"; give them names of their own")
        case .none:
            let names = columns.map(\.name).joined(separator: ", ")
            throw PostgresError(.decoding, "no column \"\(column)\"; there are: \(names)")
        }
    }
}
