import Glibc

/// The folder that holds the server's Unix socket: closed to other users and short enough for a socket's address.
enum SocketFolder {
    /// The longest path that fits into a socket's address on Linux, in bytes.
    static let longestPath = 107
    /// The only port; it is part of the socket's name.
    static let port = "5432"

    /// The socket's path in `folder`.
    static func socket(in folder: String) -> String { folder + "/.s.PGSQL." + port }

    /// Makes the folder for a cluster, or checks that the one there is the account's own.
    ///
    /// - Returns: Its path, the same one each time: in the data folder where that fits, else in a folder of the
    ///   system under a name made from the data folder's path.
    static func make(for cluster: ClusterFolder) throws(ClusterError) -> String {
        let path = choose(for: cluster)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .inaccessible(path) }
        guard let status = FileStatus(path), status.isFolder else {
            throw .unusableFolder(path: path, problem: .notAFolder)
        }
        guard status.owner == geteuid() || status.owner == cluster.account.user else {
            throw .unusableFolder(path: path, problem: .ownedByAnother(user: status.owner))
        }
        // Its owner is now known, so nobody else can put another folder in its place.
        guard lchown(path, cluster.account.user, cluster.account.group) == 0, chmod(path, 0o700) == 0 else {
            throw .inaccessible(path)
        }
        return path
    }

    private static func choose(for cluster: ClusterFolder) -> String {
        let near = cluster.path + "/socket"
        if fits(near) { return near }
        return base(for: cluster.account) + "/stratum-\(geteuid())-" + digest(cluster.path)
    }

    /// Short enough, and without characters that PostgreSQL's setting or a shell would read as something else.
    private static func fits(_ folder: String) -> Bool {
        let plain = folder.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return plain && socket(in: folder).utf8.count <= longestPath
    }

    private static func base(for account: ClusterAccount) -> String {
        let own = account.isSelf ? "/run/user/\(geteuid())" : "/run"
        guard let status = FileStatus(own), status.isFolder, status.owner == geteuid(), status.mode & S_IWOTH == 0,
            access(own, W_OK) == 0
        else { return "/tmp" }
        return own
    }

    /// FNV-1a, 64 bits: a short, stable name, not a secret.
    private static func digest(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    /// Takes away what a crashed server left, before one is started: only this cluster's servers use the folder.
    ///
    /// PostgreSQL refuses to start when the process number in the old lock has gone to another program of the account.
    static func clear(_ folder: String) {
        unlink(socket(in: folder))
        unlink(socket(in: folder) + ".lock")
    }

    /// Whether a server listens in the folder.
    static func answers(in folder: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(socket(in: folder).utf8)
        guard bytes.count <= longestPath else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
