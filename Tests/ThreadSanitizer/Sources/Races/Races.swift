import PostgreSQL

/// Uses the client from many tasks at once, for the thread sanitizer to watch.
///
/// Takes the address of a server. It ends with an error when the counts do not come out, and with the sanitizer's exit
/// code when threads race.
@main struct Races {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { throw Failure.usage("Races postgresql://…") }
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments[1])
        let pool = Pool(configuration, limits: PoolLimits(connections: 6))
        try await pool.withTransaction { try await $0.run(script: "CREATE TABLE t (id int8 PRIMARY KEY, name text)") }
        let heard = try await withListener(configuration) { try await everyoneWorks(pool) }
        try await check(pool, heard)
        await pool.close()
        try await revokeLeases(configuration)
        for _ in 0..<10 { try await closeWhileInUse(configuration) }
        print("Every count is right.")
    }

    enum Failure: Error {
        case usage(String)
        case count(of: String, found: Int, expected: Int)
    }

    private static let tasks = 24
    private static let rounds = 20

    private static func everyoneWorks(_ pool: Pool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for round in 0..<rounds {
                        try await Work.everyKind(4 * (rounds * task + round), pool)
                        try await Work.cancelled(after: .microseconds(200 * (round % 10)), pool)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Counts what is heard while `body` runs, until the last message.
    private static func withListener(
        _ configuration: ConnectionConfiguration,
        _ body: @Sendable () async throws -> Void
    ) async throws -> Int {
        let notifications = try await Notifications.listen(to: ["race"], configuration)
        async let heard = count(notifications)
        try await body()
        let last = try await Connection.connect(configuration)
        try await last.execute("SELECT pg_notify('race', 'last')")
        await last.close()
        return try await heard
    }

    private static func count(_ notifications: Notifications) async throws -> Int {
        var count = 0
        for try await element in notifications {
            guard case .notification(let notification) = element else { continue }
            if notification.payload == "last" { break }
            count += 1
        }
        return count
    }

    private static func check(_ pool: Pool, _ heard: Int) async throws {
        let rows: Int = try await pool.withTransaction {
            try await $0.query("SELECT count(*) AS n FROM t")[0].decode("n")
        }
        try expect(rows, 4 * tasks * rounds, "rows")
        try expect(heard, tasks * rounds, "notifications")
    }

    private static func expect(_ found: Int, _ expected: Int, _ what: String) throws {
        guard found == expected else { throw Failure.count(of: what, found: found, expected: expected) }
    }

    /// The pool takes connections away from those who keep them too long.
    private static func revokeLeases(_ configuration: ConnectionConfiguration) async throws {
        let pool = Pool(configuration, limits: PoolLimits(connections: 4, leaseTimeout: .milliseconds(20)))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { await Work.tolerant { try await Work.slow(pool) } } }
        }
        await pool.close()
    }

    /// The pool closes while tasks hold, await and want its connections.
    private static func closeWhileInUse(_ configuration: ConnectionConfiguration) async throws {
        let pool = Pool(configuration, limits: PoolLimits(connections: 3))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { await Work.tolerant { try await Work.slow(pool) } } }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(15))
                await pool.close()
            }
        }
    }
}
