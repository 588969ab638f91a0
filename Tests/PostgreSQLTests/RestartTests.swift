import PostgreSQL
import Testing

@Suite(.timeLimit(.minutes(3))) struct RestartTests {
    private static let workers = 4

    /// What was acknowledged, and whether it is enough.
    private actor Ledger {
        private(set) var stored: [Int] = []
        private(set) var isClosed = false

        func note(_ id: Int) { stored.append(id) }
        func close() { isClosed = true }

        func wait(for more: Int) async throws {
            let enough = stored.count + more
            while stored.count < enough { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test(arguments: ["fast", "immediate"])
    func `a restart in the middle of work loses nothing that was acknowledged, and no connection`(
        _ mode: String
    ) async throws {
        let server = try await NetworkServer()
        let pool = Pool(server.local, limits: PoolLimits(connections: Self.workers))
        try await pool.withTransaction { try await $0.run(script: "CREATE TABLE t (id int8 PRIMARY KEY)") }
        let ledger = Ledger()
        let work = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<Self.workers { group.addTask { try await Self.work(worker, pool, ledger) } }
                try await group.waitForAll()
            }
        }
        try await ledger.wait(for: 100)
        try await server.stop(mode)
        try await server.start()
        try await ledger.wait(for: 100)
        await ledger.close()
        try await work.value

        let ids = try await pool.withTransaction { transaction in
            try await transaction.query("SELECT id FROM t").map { try $0.decode("id", as: Int.self) }
        }
        #expect(await ids.sorted() == ledger.stored.sorted())
        try await expectWhole(pool, server)
        try await server.stop("immediate")
    }

    private static func work(_ worker: Int, _ pool: Pool, _ ledger: Ledger) async throws {
        var id = 1_000_000 * worker
        while await !ledger.isClosed {
            try await store(id, pool)
            await ledger.note(id)
            id += 1
        }
    }

    /// Stores a number once: only where the outcome is unknown does it look before it repeats.
    private static func store(_ id: Int, _ pool: Pool) async throws {
        var mayBeStored = false
        while true {
            do {
                let looks = mayBeStored
                return try await pool.withTransaction { transaction in
                    if looks, try await !transaction.query("SELECT FROM t WHERE id = \(id)").isEmpty { return }
                    try await transaction.execute("INSERT INTO t VALUES (\(id))")
                }
            } catch let error as PostgresError {
                guard [.connection, .outcomeUnknown].contains(error.code) else { throw error }
                if error.code == .outcomeUnknown { mayBeStored = true }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Every connection can be lent at the same time, there are no others at the server, and none is left at the end.
    private func expectWhole(_ pool: Pool, _ server: NetworkServer) async throws {
        let watcher = try await Connection.connect(server.local)
        let all: SQL = """
            SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """
        @Sendable func sessions() async throws -> Int { try await watcher.query(all)[0].decode("n") }
        try await lendAll(Self.workers, of: pool) {
            let count = try await sessions()
            #expect(count == Self.workers)
        }
        await pool.close()
        while try await sessions() > 0 { try await Task.sleep(for: .milliseconds(5)) }
        await watcher.close()
    }

    private func lendAll(_ count: Int, of pool: Pool, _ body: @Sendable () async throws -> Void) async throws {
        guard count > 0 else { return try await body() }
        try await pool.withConnection { _ in try await lendAll(count - 1, of: pool, body) }
    }
}
