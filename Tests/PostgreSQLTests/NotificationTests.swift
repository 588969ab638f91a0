import Foundation
import TestSupport
import Testing

@testable import PostgreSQL

@Suite struct NotificationTests {
    private func notify(_ payloads: [String], on channel: String, _ database: ConnectionConfiguration) async throws {
        let connection = try await Connection.connect(database)
        for payload in payloads { _ = try await connection.query("SELECT pg_notify(\(channel), \(payload))") }
        await connection.close()
    }

    @Test func `what is sent arrives in order, on its channel`() async throws {
        try await TestDatabase.withEmpty { database in
            let notifications = try await Notifications.listen(to: ["results", "Odd \"name\""], database)
            try await notify(["1", "", "🫀"], on: "results", database)
            try await notify(["unheard"], on: "elsewhere", database)
            try await notify(["2"], on: "Odd \"name\"", database)
            var heard: [Notifications.Element] = []
            for try await element in notifications {
                heard.append(element)
                if heard.count == 4 { break }
            }
            let expected = [
                PostgreSQL.Notification(channel: "results", payload: "1"),
                PostgreSQL.Notification(channel: "results", payload: ""),
                PostgreSQL.Notification(channel: "results", payload: "🫀"),
                PostgreSQL.Notification(channel: "Odd \"name\"", payload: "2"),
            ]
            #expect(heard == expected.map { .notification($0) })
        }
    }

    @Test func `a connection that breaks ends the sequence with an error, after what had arrived`() async throws {
        try await TestDatabase.withEmpty { database in
            let notifications = try await Notifications.listen(to: ["c"], database)
            try await notify(["last"], on: "c", database)
            var iterator = notifications.makeAsyncIterator()
            #expect(try await iterator.next() == .notification(.init(channel: "c", payload: "last")))
            let killer = try await Connection.connect(database)
            _ = try await killer.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            await killer.close()
            let error = await #expect(throws: PostgresError.self) { while try await iterator.next() != nil {} }
            #expect(error?.code == .connection)
        }
    }

    @Test func `a cancelled reader ends`() async throws {
        try await TestDatabase.withEmpty { database in
            let notifications = try await Notifications.listen(to: ["c"], database)
            let reader = Task { for try await _ in notifications {} }
            reader.cancel()
            try await reader.value
        }
    }

    @Test func `the session ends with the last who holds it`() async throws {
        try await TestDatabase.withEmpty { database in
            _ = try await Notifications.listen(to: ["c"], database)
            let watcher = try await Connection.connect(database)
            let listening: SQL = """
                SELECT FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()
                """
            while try await !watcher.query(listening).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            await watcher.close()
        }
    }
}

@Suite struct NotificationBufferTests {
    private func notification(_ number: Int) -> PostgreSQL.Notification { .init(channel: "c", payload: "\(number)") }

    @Test func `a full buffer keeps the oldest and says once that some were missed`() {
        var buffer = NotificationBuffer(capacity: 2)
        for number in 1...5 { buffer.push(notification(number)) }
        #expect(buffer.pop() == .notification(notification(1)))
        // The place that is free again comes after the gap, so the gap must be told first.
        buffer.push(notification(6))
        #expect(buffer.pop() == .notification(notification(2)))
        #expect(buffer.pop() == .someMissed)
        #expect(buffer.pop() == nil)
        buffer.push(notification(7))
        #expect(buffer.pop() == .notification(notification(7)))
        #expect(buffer.pop() == nil)
    }

    @Test func `a buffer that is read loses nothing`() {
        var buffer = NotificationBuffer(capacity: 3)
        for number in 0..<100 {
            buffer.push(notification(2 * number))
            buffer.push(notification(2 * number + 1))
            #expect(buffer.pop() == .notification(notification(2 * number)))
            #expect(buffer.pop() == .notification(notification(2 * number + 1)))
        }
    }
}
