import Glibc

/// The operating-system account that the server runs as, and the one that talks to it.
struct ClusterAccount: Sendable, Equatable {
    /// The account that owns the cluster: the user, or `postgres` for root, as whom PostgreSQL refuses to run.
    let name: String
    let user: uid_t
    let group: gid_t
    /// The account that this program runs as.
    let clientName: String

    /// Whether the program acts for itself or, as root, for `postgres`.
    var isSelf: Bool { user == geteuid() }

    /// The name of the account that root lends the server.
    static let serverAccountName = "postgres"

    /// The accounts for this process.
    static func current() throws(ClusterError) -> ClusterAccount {
        let client = Self.client
        guard client.user == 0 else { return client }
        guard let server = entry(named: serverAccountName) else { throw .accountMissing(name: serverAccountName) }
        return ClusterAccount(name: server.name, user: server.user, group: server.group, clientName: client.name)
    }

    /// The account of this process, whatever it may do.
    static var client: ClusterAccount {
        let name = entry(for: geteuid())?.name ?? String(geteuid())
        return ClusterAccount(name: name, user: geteuid(), group: getegid(), clientName: name)
    }

    /// The home folder of the user this process runs as.
    static func homeFolder() -> String? { entry(for: geteuid())?.home }

    private typealias Entry = (name: String, user: uid_t, group: gid_t, home: String)

    private static func entry(for user: uid_t) -> Entry? {
        lookUp { getpwuid_r(user, $0, $1, $2, $3) }
    }

    private static func entry(named name: String) -> Entry? {
        lookUp { getpwnam_r(name, $0, $1, $2, $3) }
    }

    private typealias Search = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
        UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func lookUp(_ search: Search) -> Entry? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress, search(&record, start, buffer.count, &found) == 0, found != nil else {
                return nil
            }
            return (String(cString: record.pw_name), record.pw_uid, record.pw_gid, String(cString: record.pw_dir))
        }
    }
}
