import PostgreSQL
import RawLibPQ

/// The C program with a connection of its own; used by one task.
struct RawPeer: @unchecked Sendable {
    private let connection: OpaquePointer

    struct Failure: Error {}

    init(_ configuration: ConnectionConfiguration) throws {
        let keywords = configuration.keywords
        let opened = raw_connect(keywords["host"], keywords["port"], keywords["user"], keywords["dbname"])
        guard let opened else { throw Failure() }
        connection = opened
    }

    func close() { raw_close(connection) }

    func lookups(_ count: Int) -> Int { raw_lookups(connection, Int32(count)) }

    func pipelines(_ count: Int) -> Int { raw_pipelines(connection, Int32(count), 100) }

    func copy(_ count: Int) -> Int { raw_copy(connection, Int32(count)) }
}
