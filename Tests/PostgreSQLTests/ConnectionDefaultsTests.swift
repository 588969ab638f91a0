import Testing

@testable import PostgreSQL

@Suite struct ConnectionDefaultsTests {
    private func mode(_ keywords: [String: String], _ environment: [String: String] = [:]) -> String? {
        ConnectionConfiguration(keywords: keywords).completed(environment).first { $0.0 == "sslmode" }?.1
    }

    @Test(arguments: ["db.example", "10.0.0.7", "/run/postgresql,db.example", "127.example.org", "localhost.example"])
    func `over a network the server must prove who it is`(_ host: String) {
        #expect(mode(["host": host]) == "verify-full")
        #expect(mode([:], ["PGHOST": host]) == "verify-full")
    }

    @Test func `a name for this machine does not speak for another's address`() {
        #expect(mode(["host": "localhost", "hostaddr": "10.0.0.7"]) == "verify-full")
        #expect(mode(["host": "localhost"], ["PGHOSTADDR": "10.0.0.7"]) == "verify-full")
        #expect(mode(["host": "db.example", "hostaddr": "127.0.0.1"]) == "verify-full")
        #expect(mode(["host": "localhost", "hostaddr": "127.0.0.1"]) == nil)
    }

    @Test(arguments: ["/run/postgresql", "@abstract", "localhost", "127.0.0.1", "127.0.0.2", "::1", "localhost,/tmp"])
    func `on the machine itself nothing is asked`(_ host: String) {
        #expect(mode(["host": host]) == nil)
    }

    @Test func `what was said stays`() {
        #expect(mode(["host": "db.example", "sslmode": "disable"]) == "disable")
        #expect(mode(["host": "db.example"], ["PGSSLMODE": "require"]) == nil)
        #expect(mode(["host": "db.example", "service": "trial"]) == nil)
        let given = ConnectionConfiguration(keywords: ["connect_timeout": "3", "client_encoding": "LATIN1"]).completed(
            [:])
        #expect(given.first { $0.0 == "connect_timeout" }?.1 == "3")
        #expect(given.first { $0.0 == "client_encoding" }?.1 == "UTF8")
    }
}
