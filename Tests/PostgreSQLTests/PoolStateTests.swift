import Testing

@testable import PostgreSQL

@Suite struct PoolStateTests {
    private func state(connections: Int = 2, waiters: Int = 3) -> PoolState {
        PoolState(
            PoolLimits(
                connections: connections,
                waiters: waiters,
                acquireTimeout: .seconds(5),
                leaseTimeout: .seconds(60),
                idleLifetime: .seconds(100)
            )
        )
    }

    @Test func `connections are opened only as they are needed, never beyond the bound`() {
        var state = state()
        #expect(state.acquire(1, now: .zero) == [.open(connection: 1)])
        #expect(state.acquire(2, now: .zero) == [.open(connection: 2)])
        #expect(state.acquire(3, now: .zero) == [])
        #expect(state.connections == 2)
        #expect(state.waiting == 3)
    }

    @Test func `waiters are served in the order they came, whichever connection opens first`() {
        var state = state()
        for waiter in 1...3 { _ = state.acquire(waiter, now: .zero) }
        #expect(state.opened(2, now: .zero) == [.grant(connection: 2, waiter: 1)])
        #expect(state.opened(1, now: .zero) == [.grant(connection: 1, waiter: 2)])
        #expect(state.release(1, isUsable: true, now: .zero) == [.grant(connection: 1, waiter: 3)])
    }

    @Test func `one waiter too many is refused at once`() {
        var state = state()
        for waiter in 1...3 { _ = state.acquire(waiter, now: .zero) }
        #expect(state.acquire(4, now: .zero) == [.refuse(waiter: 4, .queueFull)])
    }

    @Test func `the connection used last is lent first`() {
        var state = state()
        for waiter in 1...2 { _ = state.acquire(waiter, now: .zero) }
        for connection in 1...2 { _ = state.opened(connection, now: .zero) }
        _ = state.release(1, isUsable: true, now: .seconds(1))
        _ = state.release(2, isUsable: true, now: .seconds(2))
        #expect(state.acquire(3, now: .seconds(3)) == [.grant(connection: 2, waiter: 3)])
        #expect(state.tick(now: .seconds(101)) == [.revoke(connection: 2), .discard(connection: 1)])
    }

    @Test func `who is cancelled while waiting leaves the queue, and the next is served`() {
        var state = state(connections: 1)
        for waiter in 1...3 { _ = state.acquire(waiter, now: .zero) }
        #expect(state.cancel(1) == [.refuse(waiter: 1, .cancelled)])
        #expect(state.cancel(1) == [])
        #expect(state.opened(1, now: .zero) == [.grant(connection: 1, waiter: 2)])
        #expect(state.cancel(2) == [])
    }

    @Test func `a wait ends at its deadline`() {
        var state = state(connections: 1)
        _ = state.acquire(1, now: .zero)
        _ = state.acquire(2, now: .seconds(2))
        #expect(state.nextDeadline == .seconds(5))
        #expect(state.tick(now: .seconds(5)) == [.refuse(waiter: 1, .timedOut)])
        #expect(state.nextDeadline == .seconds(7))
    }

    @Test func `an overdue lease is taken away, replaced, and its late return ignored`() {
        var state = state(connections: 1)
        _ = state.acquire(1, now: .zero)
        _ = state.opened(1, now: .zero)
        _ = state.acquire(2, now: .seconds(58))
        #expect(state.tick(now: .seconds(60)) == [.revoke(connection: 1), .open(connection: 2)])
        #expect(state.release(1, isUsable: true, now: .seconds(61)) == [])
        #expect(state.opened(2, now: .seconds(61)) == [.grant(connection: 2, waiter: 2)])
    }

    @Test func `a broken connection is replaced for who waits`() {
        var state = state(connections: 1)
        for waiter in 1...2 { _ = state.acquire(waiter, now: .zero) }
        _ = state.opened(1, now: .zero)
        #expect(state.release(1, isUsable: false, now: .zero) == [.discard(connection: 1), .open(connection: 2)])
        #expect(state.failedToOpen(2) == [.refuse(waiter: 2, .couldNotOpen)])
        #expect(state.connections == 0)
    }

    @Test func `closing refuses who waits and finishes when the last lease is back`() {
        var state = state(connections: 1)
        for waiter in 1...2 { _ = state.acquire(waiter, now: .zero) }
        _ = state.opened(1, now: .zero)
        #expect(state.close() == [.refuse(waiter: 2, .closed)])
        #expect(state.acquire(3, now: .zero) == [.refuse(waiter: 3, .closed)])
        #expect(state.release(1, isUsable: true, now: .zero) == [.discard(connection: 1), .finished])
        #expect(state.close() == [])
    }

    @Test(arguments: 1...20) func `whatever happens, bounds hold and every waiter is answered once`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var state = state(connections: 3, waiters: 5)
        var now = Duration.zero
        var asked = 0
        var answered: [Int: Int] = [:]
        var lent: Set<Int> = []
        var opening: [Int] = []
        func note(_ actions: [PoolState.Action]) {
            for action in actions {
                switch action {
                case .grant(let connection, let waiter):
                    #expect(lent.insert(connection).inserted)
                    answered[waiter, default: 0] += 1
                case .refuse(let waiter, _): answered[waiter, default: 0] += 1
                case .open(let connection): opening.append(connection)
                case .discard(let connection): #expect(!lent.contains(connection))
                case .revoke(let connection): #expect(lent.remove(connection) != nil)
                case .finished: #expect(lent.isEmpty)
                }
            }
        }
        func step(_ choice: Int) {
            switch choice {
            case 0...3:
                asked += 1
                note(state.acquire(asked, now: now))
            case 4...5: if !opening.isEmpty { note(state.opened(opening.removeFirst(), now: now)) }
            case 6: if !opening.isEmpty { note(state.failedToOpen(opening.removeFirst())) }
            case 7...9:
                guard let connection = lent.min() else { return }
                lent.remove(connection)
                note(state.release(connection, isUsable: choice < 9, now: now))
            case 10: note(state.cancel(asked))
            default: note(state.tick(now: now))
            }
        }
        for _ in 0..<500 {
            step(Int.random(in: 0...11, using: &generator))
            now += .seconds(Int.random(in: 0...3, using: &generator))
            #expect(state.connections <= 3)
            #expect(state.waiting <= 5)
        }
        note(state.close())
        for connection in opening { note(state.opened(connection, now: now)) }
        #expect(answered.count == asked)
        #expect(answered.values.allSatisfy { $0 == 1 })
    }
}
