import CLibPQ
import Dispatch
import Synchronization

/// A session that does nothing but listen: the socket wakes it.
///
/// Unchecked because it carries a pointer, which only its own queue touches once it listens.
final class Listener: @unchecked Sendable {
    private struct State {
        var buffer = NotificationBuffer(capacity: Notifications.capacity)
        var failure: PostgresError?
    }

    /// One signal at most waits for the reader, however much has arrived.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let state = Mutex(State())
    private let source: any DispatchSourceRead

    private init(_ handle: OpaquePointer) {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let queue = DispatchQueue(label: "stratum.postgresql.listener")
        source = DispatchSource.makeReadSource(fileDescriptor: PQsocket(handle), queue: queue)
        let pointer = Handle(pointer: handle)
        source.setEventHandler { [weak self] in self?.read(pointer.pointer) }
        source.setCancelHandler { PQfinish(pointer.pointer) }
        source.resume()
        // What came with the answer to LISTEN wakes no socket any more.
        queue.async { [weak self] in self?.read(pointer.pointer) }
    }

    deinit { source.cancel() }

    /// Unchecked: a pointer on its way into closures of one serial queue, which run one after the other and are the only
    /// ones that touch it from then on.
    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Why nothing more will come.
    var failure: PostgresError? { state.withLock { $0.failure } }

    func pop() -> Notifications.Element? { state.withLock { $0.buffer.pop() } }

    private func read(_ handle: OpaquePointer) {
        guard !source.isCancelled else { return }
        // A server that goes says so first: the first look may read its words, the second finds the end.
        let isConnected = PQconsumeInput(handle) == 1 && PQconsumeInput(handle) == 1
        while let notify = PQnotifies(handle) {
            let notification = Notification(
                channel: String(cString: notify.pointee.relname),
                payload: String(cString: notify.pointee.extra)
            )
            PQfreemem(notify)
            state.withLock { $0.buffer.push(notification) }
        }
        if !isConnected || PQstatus(handle) != CONNECTION_OK {
            state.withLock { $0.failure = .connectionLost }
            source.cancel()
        }
        signal.yield()
    }
}

extension Listener {
    /// Connects and listens; blocks.
    static func open(
        _ configuration: ConnectionConfiguration,
        _ channels: [String]
    ) -> Result<Listener, PostgresError> {
        OpenedConnection.open(configuration).flatMap { opened in
            guard let failure = refusal(opened, channels) else { return .success(Listener(opened.handle)) }
            PQfinish(opened.handle)
            return .failure(failure)
        }
    }

    private static func refusal(_ opened: OpenedConnection, _ channels: [String]) -> PostgresError? {
        guard opened.isDirect else {
            return PostgresError(.misuse, "a pooler stands before the server; LISTEN needs the server's own address")
        }
        for channel in channels {
            let sql: SQL = "LISTEN \(identifier: channel)"
            if let failure = sql.failures.first { return failure }
            guard let result = PQexec(opened.handle, sql.text) else { return .connectionLost }
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else {
                return PostgresError(result, wasCancelled: false, isConnected: true, script: nil)
            }
        }
        return nil
    }
}
