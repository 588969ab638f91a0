import Foundation
import PostgreSQL

/// Compares the client with raw libpq in C on a server of its own.
@main struct Benchmark {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "stratum-benchmark-\(UInt32.random(in: 0...(.max)))"
        )
        let cluster = try await PrivateCluster.join(dataFolder: folder)
        do {
            try await compare(cluster)
        } catch {
            await cluster.leave()
            throw error
        }
        await cluster.leave()
        try FileManager.default.removeItem(at: folder)
    }

    private static func compare(_ cluster: PrivateCluster) async throws {
        let configuration = cluster.configuration(user: PrivateCluster.superuserName, database: "postgres")
        let pool = Pool(configuration)
        try await pool.withTransaction { try await $0.run(script: setUp) }
        let peer = try RawPeer(configuration)
        let contests = [
            Contest(
                "lookup by key, one by one",
                count: 5_000,
                raw: peer.lookups,
                ours: { try await lookups($0, pool) }
            ),
            Contest(
                "lookup by key, 100 to a pipeline",
                count: 20_000,
                raw: peer.pipelines,
                ours: { try await pipelines($0, pool) }
            ),
            Contest("rows by COPY", count: 100_000, raw: peer.copy, ours: { try await copy($0, pool) }),
        ]
        for contest in contests { try await contest.run() }
        peer.close()
        await pool.close()
    }

    private static let setUp = """
        CREATE TABLE item (id int8 PRIMARY KEY, name text NOT NULL, score float8 NOT NULL);
        INSERT INTO item SELECT i, 'name of item ' || i, i / 8.0 FROM generate_series(1, 1000) AS i;
        CREATE UNLOGGED TABLE copied (id int8, name text, score float8);
        """
}

/// The client's side of each contest.
extension Benchmark {
    private static func lookup(_ number: Int) -> SQL {
        "SELECT id, name, score FROM item WHERE id = \(number % 1000 + 1)"
    }

    private static func read(_ row: Row) throws -> Int {
        let name: String = try row.decode("name")
        return try row.decode("id", as: Int.self) + name.utf8.count + Int(try row.decode("score", as: Double.self))
    }

    private static func lookups(_ count: Int, _ pool: Pool) async throws -> Int {
        try await pool.withTransaction { transaction in
            var sum = 0
            for number in 0..<count { sum += try read(try await transaction.query(lookup(number))[0]) }
            return sum
        }
    }

    private static func pipelines(_ count: Int, _ pool: Pool) async throws -> Int {
        try await pool.withTransaction { transaction in
            var sum = 0
            for start in stride(from: 0, to: count, by: 100) {
                let answers = try await transaction.pipeline((start..<start + 100).map(lookup))
                for answer in answers { sum += try read(answer.rows[0]) }
            }
            return sum
        }
    }

    private struct Undo: Error { let count: Int }

    private static func copy(_ count: Int, _ pool: Pool) async throws -> Int {
        do {
            return try await pool.withTransaction { transaction in
                let columns = ["id", "name", "score"]
                let copied = try await transaction.copyIn(into: "copied", columns: columns, rows: Numbers(end: count)) {
                    number,
                    row in
                    try row.write(number)
                    try row.write("name of item \(number)")
                    try row.write(Double(number) / 8)
                }
                throw Undo(count: copied)
            }
        } catch let undo as Undo { return undo.count }
    }
}

/// The numbers from 0, as a producer would give its rows.
struct Numbers: AsyncSequence {
    typealias Element = Int

    let end: Int

    func makeAsyncIterator() -> Iterator { Iterator(end: end) }

    struct Iterator: AsyncIteratorProtocol {
        let end: Int
        private var number = 0

        init(end: Int) { self.end = end }

        mutating func next() async -> Int? {
            guard number < end else { return nil }
            defer { number += 1 }
            return number
        }
    }
}
