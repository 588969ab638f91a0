import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct PoolTests {
    @Test func `two hundred tasks share four connections`() async throws {
        try await withPool(connections: 4) { pool in
            let backends = try await withThrowingTaskGroup(of: Int32.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        try await pool.withTransaction { transaction in
                            try await transaction.execute("INSERT INTO t VALUES (\(id))")
                            return try await transaction.query("SELECT pg_backend_pid() AS pid")[0].decode("pid")
                        }
                    }
                }
                return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
            }
            #expect(backends.count <= 4)
            try await pool.expectCount(200)
        }
    }

    @Test func `what a caller leaves open or set is gone for the next`() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withConnection { connection in
                try await connection.run(script: "SET search_path = nowhere; BEGIN; INSERT INTO public.t VALUES (1)")
            }
            try await pool.expectCount(0)
        }
    }

    @Test func `a backend that is killed between two uses is replaced unseen`() async throws {
        try await withPool(connections: 2) { pool in
            let pid: Int32 = try await pool.withConnection {
                try await $0.query("SELECT pg_backend_pid() AS pid")[0].decode("pid")
            }
            try await TestDatabase.withEmpty { other in
                let killer = try await Connection.connect(other)
                // Waits until the backend is gone.
                let rows = try await killer.query("SELECT pg_terminate_backend(\(pid), 10000) AS gone")
                #expect(try rows[0].decode("gone", as: Bool.self))
                await killer.close()
            }
            try await pool.expectCount(0)
        }
    }

    @Test func `a backend that is killed in use is an error of the connection, then replaced`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect {
                try await pool.withTransaction {
                    _ = try await $0.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            } throws: { ($0 as? PostgresError)?.code == .connection }
            try await pool.expectCount(0)
        }
    }

    @Test func `a cancelled task stops its statement, and the backend is idle afterwards`() async throws {
        try await withPool(connections: 2) { pool in
            let started = AsyncStream.makeStream(of: Int32.self)
            let sleeper = Task {
                try await pool.withTransaction { transaction in
                    let row = try await transaction.query("SELECT pg_backend_pid() AS pid")[0]
                    started.continuation.yield(try row.decode("pid"))
                    _ = try await transaction.query("SELECT pg_sleep(600)")
                }
            }
            var pids = started.stream.makeAsyncIterator()
            let pid = try #require(await pids.next())
            sleeper.cancel()
            let outcome = await sleeper.result
            #expect(throws: PostgresError.self) { try outcome.get() }
            if case .failure(let error as PostgresError) = outcome { #expect(error.code == .cancelled) }
            let state = try await pool.withConnection {
                try await $0.query("SELECT state FROM pg_stat_activity WHERE pid = \(pid) AND pid <> pg_backend_pid()")
            }
            for row in state { #expect(try row.decode("state", as: String.self) == "idle") }
        }
    }

    @Test func `cancels at any moment hit only the statement they are meant for`() async throws {
        try await withPool(connections: 1) { pool in
            for delay in 0..<60 {
                let victim = Task {
                    try await pool.withTransaction { _ = try await $0.query("SELECT pg_sleep(0.002)") }
                }
                try await Task.sleep(for: .microseconds(50 * delay))
                victim.cancel()
                try await pool.expectCount(0)
                _ = await victim.result
            }
        }
    }

    @Test func `a task cancelled while it waits for a connection leaves at once`() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withConnection { _ in
                let waiting = Task { try await pool.count() }
                try await Task.sleep(for: .milliseconds(20))
                waiting.cancel()
                let outcome = await waiting.result
                #expect(throws: PostgresError.self) { try outcome.get() }
            }
        }
    }

    @Test func `a lease that lasts too long is taken away`() async throws {
        try await TestDatabase.withEmpty { database in
            let pool = Pool(database, limits: PoolLimits(connections: 1, leaseTimeout: .milliseconds(200)))
            await #expect {
                try await pool.withTransaction { _ = try await $0.query("SELECT pg_sleep(600)") }
            } throws: { ($0 as? PostgresError)?.code == .timeout }
            await #expect {
                try await pool.withTransaction { transaction in
                    try await Task.sleep(for: .milliseconds(600))
                    _ = try await transaction.query("SELECT 1")
                }
            } throws: { ($0 as? PostgresError)?.code == .timeout }
            let rows = try await pool.withConnection { try await $0.query("SELECT 1 AS one") }
            #expect(try rows[0].decode("one", as: Int.self) == 1)
            await pool.close()
        }
    }

    @Test func `a full queue, a long wait and a closed pool have errors of their own`() async throws {
        try await TestDatabase.withEmpty { database in
            let limits = PoolLimits(connections: 1, waiters: 1, acquireTimeout: .seconds(3))
            let pool = Pool(database, limits: limits)
            let codes = try await pool.withConnection { _ in
                await withTaskGroup(of: PostgresError.Code?.self) { group in
                    for _ in 0..<2 {
                        group.addTask {
                            do { _ = try await pool.count() } catch { return (error as? PostgresError)?.code }
                            return nil
                        }
                    }
                    return await group.reduce(into: Set<PostgresError.Code?>()) { $0.insert($1) }
                }
            }
            #expect(codes == [.poolExhausted, .timeout])
            await pool.close()
            await #expect { try await pool.count() } throws: { ($0 as? PostgresError)?.code == .poolClosed }
        }
    }

    @Test func `a pool without a server says so`() async throws {
        // However long the tests beside it hold it up: how long a caller waits is another test's matter.
        let pool = Pool(
            ConnectionConfiguration(socketFolder: "/nonexistent", user: "nobody", database: "nothing"),
            limits: PoolLimits(acquireTimeout: .seconds(600))
        )
        await #expect { try await pool.count() } throws: { ($0 as? PostgresError)?.code == .connection }
        await pool.close()
    }
}
