import CLibPQ

/// Asking the server about a statement without running it.
extension BoundStatement {
    /// Has the server parse the statement and say what it wants and gives.
    ///
    /// Both go out together: behind a pooler, what was parsed in one exchange is unknown to the session that gets the next.
    func describe(on handle: OpaquePointer) -> OpaquePointer? {
        guard PQenterPipelineMode(handle) == 1 else { return nil }
        defer { PQexitPipelineMode(handle) }
        guard sendPreparation(as: "", on: handle), PQsendDescribePrepared(handle, "") == 1,
            PQpipelineSync(handle) == 1
        else { return nil }
        return Self.answer(on: handle)
    }

    /// The first failure or else the last answer, once the server is ready for something else.
    private static func answer(on handle: OpaquePointer) -> OpaquePointer? {
        var kept: OpaquePointer?
        while PQstatus(handle) == CONNECTION_OK {
            guard let result = PQgetResult(handle) else { continue }
            let hasEnded = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            let hasFailed = kept != nil && PQresultStatus(kept) == PGRES_FATAL_ERROR
            if hasEnded || hasFailed {
                PQclear(result)
            } else {
                PQclear(kept)
                kept = result
            }
            if hasEnded { break }
        }
        return kept
    }
}
