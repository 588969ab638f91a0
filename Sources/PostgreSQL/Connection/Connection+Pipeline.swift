extension Connection {
    /// Sends statements together for a transaction; a cancelled task stops them.
    nonisolated(nonsending) func pipeline(
        _ batch: [SQL],
        in id: TransactionRecord.ID
    ) async throws(PostgresError) -> [StatementResult] {
        let tables = try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            return batch.isEmpty ? [] : try connection.pipelineNow(batch, number)
        }
        return tables.map(StatementResult.init)
    }

    /// Sends statements together and waits; the first failure is thrown, with the place of its statement.
    func pipelineNow(_ batch: [SQL], _ number: UInt64) throws(PostgresError) -> [ResultTable] {
        let pipeline = Pipeline(try bind(batch), &statements)
        let (outcome, wasCancelled): (Pipeline.Outcome, Bool)
        do throws(PostgresError) {
            (outcome, wasCancelled) = try converse(number, pipeline.exchange)
        } catch {
            forget(pipeline.toPrepare, of: pipeline)
            throw error
        }
        forget(pipeline.toPrepare.filter { !outcome.prepared.contains($0) }, of: pipeline)
        if let failure = outcome.failure {
            throw explain(failure.result, pipeline.statements[failure.statement], failure.statement, wasCancelled)
        }
        guard outcome.size <= Pipeline.largestResult else {
            throw PostgresError(.misuse, "the results of a pipeline hold more than 256 MB; ask for less at a time")
        }
        return outcome.results
    }

    private func forget(_ indices: [Int], of pipeline: Pipeline) {
        for index in indices { statements.forget(pipeline.statements[index].key) }
    }

    private func bind(_ batch: [SQL]) throws(PostgresError) -> [BoundStatement] {
        var bound: [BoundStatement] = []
        bound.reserveCapacity(batch.count)
        for (index, sql) in batch.enumerated() {
            do throws(PostgresError) { bound.append(try BoundStatement(sql)) } catch { throw error.ofStatement(index) }
        }
        return bound
    }

    private func explain(
        _ result: ResultTable?,
        _ statement: BoundStatement,
        _ index: Int,
        _ wasCancelled: Bool
    ) -> PostgresError {
        do throws(PostgresError) {
            _ = try check(result, wasCancelled: wasCancelled)
            return PostgresError.connectionLost.ofStatement(index)
        } catch {
            _ = forgetIfStale(statement, error)
            return error.ofStatement(index)
        }
    }
}
