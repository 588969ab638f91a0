import Testing

@testable import PostgreSQL

@Suite struct RetryPolicyTests {
    @Test func `nothing runs twice unless the caller says so`() {
        let policy = RetryPolicy(attempts: 1)
        #expect(policy.delay(after: 1, failedWith: "40001", jitter: 0) == nil)
    }

    @Test(arguments: ["40001", "40P01"]) func `a serialization failure and a deadlock are repeated`(_ state: String) {
        let policy = RetryPolicy(attempts: 3)
        #expect(policy.delay(after: 1, failedWith: state, jitter: 0) != nil)
        #expect(policy.delay(after: 2, failedWith: state, jitter: 0) != nil)
        #expect(policy.delay(after: 3, failedWith: state, jitter: 0) == nil)
    }

    @Test(arguments: ["23505", "40002", "57014", "08006", nil]) func `nothing else is`(_ state: String?) {
        #expect(RetryPolicy(attempts: 9).delay(after: 1, failedWith: state, jitter: 0) == nil)
    }

    @Test func `the wait doubles up to a bound and varies by half`() throws {
        let policy = RetryPolicy(attempts: 100)
        let waits = try (1...20).map { try #require(policy.delay(after: $0, failedWith: "40001", jitter: 0)) }
        #expect(waits[0] == .microseconds(2_500))
        #expect(waits[1] == waits[0] * 2)
        #expect(zip(waits, waits.dropFirst()).allSatisfy(<=))
        #expect(waits.last == .milliseconds(500))
        let longest = try #require(policy.delay(after: 20, failedWith: "40001", jitter: 0.999_999))
        #expect(longest > .milliseconds(999) && longest <= .seconds(1))
    }
}
