import Foundation
import Glibc
package import PostgreSQL

/// A primary with a streaming standby and, if there is one, PgBouncer in transaction mode before the primary.
///
/// They are gone when this process is.
package struct ReplicatedServer: Sendable {
    /// Logs in as superuser at the primary, to the database `postgres`.
    package let primary: ConnectionConfiguration

    /// Whether this machine has a PgBouncer.
    package static let hasPooler = pooler != nil

    private static let pooler = ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map { $0 + "/pgbouncer" }
        .first(where: FileManager.default.isExecutableFile)

    /// Makes and starts them.
    ///
    /// - Parameter poolSize: how many sessions the pooler keeps for a user and database.
    /// - Returns: the servers, ready for logins.
    /// - Throws: what the servers said when they could not be started.
    package static func start(poolSize: Int = 3) async throws -> ReplicatedServer {
        let folder = try TemporaryClusterFolder()
        let socket = folder.url.appending(path: "socket").path
        try await run(script, [folder.url.path, pooler ?? "", "\(poolSize)"])
        var primary = ConnectionConfiguration(socketFolder: socket, user: "postgres", database: "postgres")
        primary.keywords["port"] = "5432"
        return ReplicatedServer(primary: primary)
    }

    /// The same database through the pooler, as the application.
    package static func pooled(_ owner: ConnectionConfiguration) -> ConnectionConfiguration {
        var pooled = owner.user("stratum_app")
        pooled.keywords["port"] = "6432"
        return pooled
    }

    /// The same database at the standby.
    package static func standby(_ owner: ConnectionConfiguration) -> ConnectionConfiguration {
        var standby = owner
        standby.keywords["port"] = "5433"
        return standby
    }

    private static func run(_ script: String, _ arguments: [String]) async throws {
        let shell = ["/bin/sh", "-c", script, "sh"] + arguments
        // PostgreSQL and PgBouncer refuse to run as root.
        let changed = ["/usr/bin/setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        if geteuid() == 0 { _ = chown(arguments[0], getpwnam("postgres")?.pointee.pw_uid ?? 0, 0) }
        let made = await (try ChildProcess((geteuid() == 0 ? changed : []) + shell)).end()
        guard made != .exit(0) else { return }
        throw ServerScriptError(log: (try? String(contentsOfFile: arguments[0] + "/log", encoding: .utf8)) ?? "no log")
    }

    // The pooler's file of its process id has the name that the watch over the folder looks for. Fewer connections to
    // the server than the program opens: transactions of one session come to lie on several of them.
    private static let script = """
        cd "$1"
        exec >log 2>&1
        set -eu
        bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
        PATH=${bin:-$(pg_config --bindir)}:$PATH
        mkdir -m 711 socket
        mkdir pooler
        initdb -D primary -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8
        printf '%s\\n' "listen_addresses = ''" "unix_socket_directories = '$1/socket'" 'port = 5432' 'fsync = off' \\
            'max_connections = 200' 'hot_standby = on' >>primary/postgresql.conf
        pg_ctl -D primary -w -l primary.log start
        pg_basebackup -h "$1/socket" -p 5432 -U postgres -D standby -R -X stream -c fast --no-sync
        echo 'port = 5433' >>standby/postgresql.conf
        pg_ctl -D standby -w -l standby.log start
        [ -n "$2" ] || exit 0
        echo '"stratum_app" ""' >pooler/users
        cat >pooler/pgbouncer.ini <<END
        [databases]
        * = host=$1/socket port=5432
        [pgbouncer]
        listen_addr =
        listen_port = 6432
        unix_socket_dir = $1/socket
        unix_socket_mode = 0777
        auth_type = trust
        auth_file = $1/pooler/users
        pool_mode = transaction
        default_pool_size = $3
        max_client_conn = 500
        logfile = $1/pooler/log
        pidfile = $1/pooler/postmaster.pid
        END
        "$2" -d pooler/pgbouncer.ini
        # It may go into the background before it listens.
        tries=100
        while [ ! -S socket/.s.PGSQL.6432 ] && [ "$tries" -gt 0 ]; do sleep 0.05; tries=$((tries - 1)); done
        """
}

/// What the servers said when they could not be started.
package struct ServerScriptError: Error, CustomStringConvertible {
    let log: String
    package var description: String { "the replicated server could not be started: \(log)" }
}
