import CLibPQ

/// Which transaction of ours a connection is in, so that a stale `Transaction` is refused.
struct TransactionRecord {
    typealias ID = UInt64

    private(set) var id: ID?
    private var last: ID = 0
    /// The latest failure inside: it decides about a retry, whatever the body made of it.
    var failure: PostgresError?

    mutating func begin() -> ID {
        last += 1
        id = last
        failure = nil
        return last
    }

    mutating func end() { id = nil }

    /// A statement belongs to the transaction that runs, or to none when none runs.
    func check(_ id: ID?) throws(PostgresError) {
        guard id != self.id else { return }
        throw id == nil
            ? PostgresError(.misuse, "the connection is inside a transaction; use the transaction")
            : PostgresError(.misuse, "the transaction is over; its body has returned")
    }
}

extension Connection {
    /// Begins a transaction with its role and settings in one round trip.
    func begin(_ options: TransactionOptions) throws(PostgresError) -> TransactionRecord.ID {
        try ready(for: nil)
        let id = transaction.begin()
        do throws(PostgresError) {
            _ = try pipelineNow(options.opening, nextStatement())
            return id
        } catch {
            rollBack()
            throw error.ofStatement(nil)
        }
    }

    /// Stores the work of a transaction.
    ///
    /// - Throws: the failure inside when the server has given the transaction up; `.outcomeUnknown` when the connection breaks.
    func commit() throws(PostgresError) {
        defer { transaction.end() }
        leaveCopy()
        guard transactionStatus == PQTRANS_INTRANS else { throw abandoned() }
        do throws(PostgresError) {
            _ = try performUncancelled { PQexec($0, "COMMIT") }
        } catch {
            guard error.code == .connection else { throw error }
            throw PostgresError(.outcomeUnknown, "the connection broke during COMMIT; look before you repeat the work")
        }
    }

    /// Why a transaction cannot be committed; rolls it back.
    private func abandoned() -> PostgresError {
        let status = transactionStatus
        let failure = transaction.failure
        rollBack()
        switch status {
        case PQTRANS_INERROR: return failure ?? PostgresError(.misuse, "a statement failed, so nothing was stored")
        case PQTRANS_IDLE: return PostgresError(.misuse, "the body ended its own transaction")
        default: return canceller.isRevoked ? .leaseExpired : .connectionLost
        }
    }

    /// Undoes a transaction, if there is one; a connection that cannot is closed.
    func rollBack() {
        leaveCopy()
        transaction.end()
        guard transactionStatus != PQTRANS_IDLE else { return }
        do throws(PostgresError) {
            _ = try performUncancelled { PQexec($0, "ROLLBACK") }
        } catch { close() }
    }

    /// Undoes what a part of a transaction did since its savepoint.
    func undoPart(of id: TransactionRecord.ID) {
        guard transaction.id == id else { return }
        leaveCopy()
        _ = try? performUncancelled { PQexec($0, "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part") }
    }

    /// Forgets all that a caller may have set for the session.
    func reset() {
        rollBack()
        do throws(PostgresError) {
            _ = try performUncancelled { PQexec($0, "DISCARD ALL") }
            statements.forgetAll()
        } catch { close() }
    }
}
