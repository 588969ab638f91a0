import Foundation

extension ConnectionConfiguration {
    /// The keywords with what every session of ours needs; what was given stays.
    func completed(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> [(String, String)] {
        var defaults = Self.patience
        defaults["application_name"] = "stratum"
        if needsVerification(environment) { defaults["sslmode"] = "verify-full" }
        return keywords.merging(defaults) { given, _ in given }
            .merging(["client_encoding": "UTF8"]) { _, ours in ours }
            .sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// Whether a server over a network will have to prove who it is.
    package func verifiesServer(_ environment: [String: String]) -> Bool {
        let mode = completed(environment).first { $0.0 == "sslmode" }?.1 ?? environment["PGSSLMODE"]
        return mode == "verify-full"
    }

    /// How soon a host that has vanished is noticed, however long the server may work.
    ///
    /// 10 s when connecting, 30 s when it acknowledges nothing that is sent, 60 s when nothing is under way.
    private static let patience = [
        "connect_timeout": "10", "tcp_user_timeout": "30000",
        "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
    ]

    /// Whether the way to the server leads over a network and nobody has said how it is protected.
    private func needsVerification(_ environment: [String: String]) -> Bool {
        guard keywords["service"] == nil, environment["PGSERVICE"] == nil, environment["PGSSLMODE"] == nil else {
            return false
        }
        // A name for this machine may come with the address of another.
        let hosts = [
            keywords["host"] ?? environment["PGHOST"], keywords["hostaddr"] ?? environment["PGHOSTADDR"],
        ]
        return !hosts.compactMap(\.self).joined(separator: ",").split(separator: ",").allSatisfy(Self.isLocal)
    }

    private static func isLocal(_ host: Substring) -> Bool {
        if host.hasPrefix("/") || host.hasPrefix("@") { return true }
        // 127.example.org is a name like any other.
        let isLoopback = host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isNumber }
        return isLoopback || ["localhost", "::1"].contains(host)
    }
}
