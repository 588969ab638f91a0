import Testing

@testable import PostgreSQL

@Suite struct StatementCacheTests {
    private func key(_ sql: SQL) -> StatementCache.Key { .init(sql) }

    /// The name that the second use of a statement gives it.
    private func keep(_ text: SQL, _ cache: inout StatementCache) -> (name: String, dropping: [String])? {
        _ = cache.use(key(text))
        guard case .prepare(let name, let dropping) = cache.use(key(text)) else { return nil }
        return (name, dropping)
    }

    @Test func `a statement is parsed once, kept when it comes again, then used by its name`() throws {
        var cache = StatementCache(capacity: 2)
        #expect(cache.use(key("a")) == .unnamed)
        guard case .prepare(let name, []) = cache.use(key("a")) else {
            Issue.record("the second use does not prepare")
            return
        }
        #expect(cache.use(key("a")) == .prepared(name: name))
    }

    @Test func `the same text with other values is the same statement, with other types another`() throws {
        var cache = StatementCache(capacity: 8)
        #expect(cache.use(key("a \(1)")) == .unnamed)
        guard case .prepare(let name, []) = cache.use(key("a \(2)")) else {
            Issue.record("the second use does not prepare")
            return
        }
        let none: Int? = nil
        #expect(cache.use(key("a \(none)")) == .prepared(name: name))
        for other: SQL in ["a \("1")", "b \(1)", "a \(1) ", "a ", "a \(1)\(1)"] {
            #expect(cache.use(key(other)) == .unnamed)
        }
    }

    @Test func `the statement unused for longest gives way`() throws {
        var cache = StatementCache(capacity: 2)
        let a = try #require(keep("a", &cache))
        let b = try #require(keep("b", &cache))
        #expect(cache.use(key("a")) == .prepared(name: a.name))
        let c = try #require(keep("c", &cache))
        #expect(c.dropping == [b.name])
        #expect(cache.use(key("a")) == .prepared(name: a.name))
        #expect(cache.use(key("b")) == .unnamed)
    }

    @Test func `statements that come only once push out none that is kept`() throws {
        var cache = StatementCache(capacity: 2)
        let a = try #require(keep("a", &cache))
        for number in 0..<100 { #expect(cache.use(key(SQL(stringLiteral: "once \(number)"))) == .unnamed) }
        #expect(cache.use(key("a")) == .prepared(name: a.name))
    }

    @Test func `a forgotten statement starts anew under another name`() throws {
        var cache = StatementCache(capacity: 2)
        let first = try #require(keep("a", &cache))
        cache.forget(key("a"))
        let second = try #require(keep("a", &cache))
        #expect(first.name != second.name)
        #expect(second.dropping.isEmpty)
        cache.retire(key("a"))
        #expect(keep("a", &cache)?.dropping == [second.name])
        cache.forgetAll()
        #expect(cache.use(key("a")) == .unnamed)
    }

    @Test func `nothing is kept behind a pooler`() {
        var cache = StatementCache(capacity: 0)
        for _ in 0..<3 { #expect(cache.use(key("a")) == .unnamed) }
    }
}
