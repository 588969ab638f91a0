import Foundation
import Glibc
import TestSupport

@testable import PostgreSQL

/// A server of a test's own that listens on the network of this machine and lets everybody in, with or without TLS.
///
/// PostgreSQL's programs are run as the private cluster runs them, so that nothing waits for the server they leave behind.
struct NetworkServer: Sendable {
    /// Its data, certificates and socket.
    let folder: URL
    let port: Int
    let account: ClusterAccount
    private let hasCertificate: Bool

    /// Makes and starts a server.
    ///
    /// - Parameter certificate: whether it has one for `db.example`, and then lets nobody in over the network without TLS.
    /// - Throws: `ClusterError` with what the program said.
    init(certificate: Bool = false) async throws {
        folder = try TemporaryClusterFolder().url
        account = try ClusterAccount.current()
        port = try Self.freePort()
        hasCertificate = certificate
        lchown(folder.path, account.user, account.group)
        try await run("initdb", ["-D", path("data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        let access = "local all all trust\n\(certificate ? "hostssl" : "host") all all 127.0.0.1/32 trust\n"
        try access.write(toFile: path("access"), atomically: false, encoding: .utf8)
        chmod(path("access"), 0o644)
        if certificate { try await makeCertificates() }
        try await start()
    }

    func start() async throws {
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        try await run("pg_ctl", ["start", "-D", path("data"), "-l", path("log"), "-w", "-s", "-o", options])
    }

    /// Stops it, whatever its clients do.
    func stop(_ mode: String) async throws { try await run("pg_ctl", ["stop", "-D", path("data"), "-m", mode, "-w"]) }

    private var settings: [String] {
        let settings = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(folder.path)",
            "hba_file=\(path("access"))", "fsync=off",
        ]
        guard hasCertificate else { return settings }
        return settings + ["ssl=on", "ssl_cert_file=\(path("server.crt"))", "ssl_key_file=\(path("server.key"))"]
    }

    /// The way through the machine's own socket.
    var local: ConnectionConfiguration {
        let keywords = ["host": folder.path, "port": "\(port)", "user": "postgres", "dbname": "postgres"]
        return ConnectionConfiguration(keywords: keywords)
    }

    /// The way over the network, under a name that is looked up nowhere.
    func remote(_ host: String = "db.example", _ others: [String: String] = [:]) -> ConnectionConfiguration {
        let address = ["host": host, "hostaddr": "127.0.0.1"]
        return ConnectionConfiguration(keywords: local.keywords.merging(address) { $1 }.merging(others) { $1 })
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Runs a program as the server's account.
    func run(_ tool: String, _ arguments: [String]) async throws {
        let programs = try await ServerPrograms.find(version: nil)
        let result = try await programs.run(tool, arguments, as: account, seconds: 60)
        guard result.succeeded else { throw ClusterError.toolFailed(tool: tool, output: result.summary, log: nil) }
    }
}

extension NetworkServer {
    /// Two authorities of which nobody knows, and a certificate from the first for `db.example`.
    private func makeCertificates() async throws {
        for name in ["authority", "stranger"] { try await makeCertificate(name, ["-subj", "/CN=\(name)"]) }
        let subject = ["-subj", "/CN=db.example", "-addext", "subjectAltName=DNS:db.example"]
        let issuer = ["-CA", path("authority.crt"), "-CAkey", path("authority.key")]
        try await makeCertificate("server", subject + issuer + ["-addext", "basicConstraints=CA:FALSE"])
    }

    private func makeCertificate(_ name: String, _ arguments: [String]) async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        let files = ["-keyout", path("\(name).key"), "-out", path("\(name).crt")]
        try await run("openssl", ["req", "-x509"] + arguments + key + files)
    }

    /// A port that was free a moment ago, from below those that the system hands out by itself.
    private static func freePort() throws -> Int {
        for port in (20_000..<30_000).shuffled() where isFree(port) { return port }
        throw POSIXError(.EADDRINUSE)
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = in_port_t(port).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
    }
}
