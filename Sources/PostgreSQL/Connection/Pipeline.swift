import CLibPQ

/// Statements that are sent together and answered together.
///
/// They go out a window at a time, each window read before the next is sent: neither side ever waits with a full buffer for the
/// other to read.
struct Pipeline {
    private enum Step {
        case drop(name: String)
        case prepare(name: String)
        case execute(name: String?)
    }

    /// What became of it.
    struct Outcome {
        /// A result for every statement that ran.
        var results: [ResultTable] = []
        /// The first statement that failed, and its result; nil where the connection gave none.
        var failure: (statement: Int, result: ResultTable?)?
        /// Statements that the server has parsed for keeps.
        var prepared: Set<Int> = []
        var size = 0
    }

    /// The most steps and bytes under way.
    private static let window = (steps: 256, bytes: 256 << 10)
    /// How many statements the server gets ahead of the others.
    private static let headStart = 8
    /// The most memory that the results may take, in bytes.
    static let largestResult = 256 << 20

    let statements: [BoundStatement]
    private var steps: [(step: Step, statement: Int)] = []

    init(_ statements: [BoundStatement], _ cache: inout StatementCache) {
        self.statements = statements
        steps.reserveCapacity(statements.count)
        for (index, statement) in statements.enumerated() {
            switch cache.use(statement.key) {
            case .unnamed: steps.append((.execute(name: nil), index))
            case .prepared(let name): steps.append((.execute(name: name), index))
            case .prepare(let name, let dropped):
                for name in dropped { steps.append((.drop(name: name), index)) }
                steps.append((.prepare(name: name), index))
                steps.append((.execute(name: name), index))
            }
        }
    }

    /// Statements that were to be parsed for keeps.
    var toPrepare: [Int] {
        steps.compactMap { step, index in
            if case .prepare = step { index } else { nil }
        }
    }
}

extension Pipeline {
    /// Sends everything and reads everything; leaves the handle as it found it.
    func exchange(on handle: OpaquePointer) -> Outcome {
        var outcome = Outcome()
        guard PQenterPipelineMode(handle) == 1 else {
            outcome.failure = (0, nil)
            return outcome
        }
        outcome.results.reserveCapacity(statements.count)
        var position = 0
        while position < steps.count, outcome.failure == nil, outcome.size <= Self.largestResult {
            let end = endOfWindow(from: position)
            guard send(position..<end, on: handle) else {
                outcome.failure = (steps[position].statement, nil)
                break
            }
            for place in position..<end { read(steps[place], &outcome, on: handle) }
            position = end
        }
        finish(on: handle, hasSynced: position == steps.count)
        return outcome
    }

    private func endOfWindow(from start: Int) -> Int {
        var end = start
        var bytes = 0
        repeat {
            bytes += statements[steps[end].statement].size
            end += 1
        } while end < steps.count && end - start < Self.window.steps && bytes < Self.window.bytes
        return end
    }

    private func send(_ range: Range<Int>, on handle: OpaquePointer) -> Bool {
        for place in range {
            guard send(steps[place], on: handle) else { return false }
            // The server works on the first while the others are still being put together.
            if place - range.lowerBound == Self.headStart, PQflush(handle) != 0 { return false }
        }
        if range.upperBound == steps.count { return PQpipelineSync(handle) == 1 }
        return PQsendFlushRequest(handle) == 1 && PQflush(handle) == 0
    }

    private func send(_ step: (step: Step, statement: Int), on handle: OpaquePointer) -> Bool {
        let statement = statements[step.statement]
        switch step.step {
        case .drop(let name): return PQsendQueryParams(handle, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1) == 1
        case .prepare(let name): return statement.sendPreparation(as: name, on: handle)
        case .execute(let name): return statement.send(named: name, on: handle)
        }
    }

    /// Reads the answer to one step; NULL stands after it.
    private func read(_ step: (step: Step, statement: Int), _ outcome: inout Outcome, on handle: OpaquePointer) {
        var answer: ResultTable?
        while let result = PQgetResult(handle) {
            answer = ResultTable(result)
            // After a broken connection the same answer comes for ever.
            guard PQstatus(handle) == CONNECTION_OK else { break }
        }
        guard outcome.failure == nil else { return }
        guard let answer, answer.hasSucceeded else {
            outcome.failure = (step.statement, answer)
            return
        }
        if case .prepare = step.step { outcome.prepared.insert(step.statement) }
        guard case .execute = step.step else { return }
        outcome.results.append(answer)
        outcome.size += answer.size
    }

    /// Reads to where the server is ready for something else.
    private func finish(on handle: OpaquePointer, hasSynced: Bool) {
        guard hasSynced || PQpipelineSync(handle) == 1 else { return }
        while PQstatus(handle) == CONNECTION_OK {
            guard let result = PQgetResult(handle) else { continue }
            let status = PQresultStatus(result)
            PQclear(result)
            if status == PGRES_PIPELINE_SYNC { break }
        }
        PQexitPipelineMode(handle)
    }
}
