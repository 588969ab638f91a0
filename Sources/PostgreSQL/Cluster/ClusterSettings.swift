/// The text of the cluster's configuration files.
enum ClusterSettings {
    /// Appended to `postgresql.conf` once, when the cluster is made; `ALTER SYSTEM` overrides it.
    ///
    /// The log names no statement, parameter or row, since those could name a patient: errors go to the program that
    /// caused them and not to the log, and what is logged comes without its details.
    static let server = """

        # Stratum's private cluster: reached through its Unix socket only.
        listen_addresses = ''
        port = \(SocketFolder.port)
        unix_socket_permissions = 0700
        max_connections = 100
        shared_buffers = 128MB
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        password_encryption = scram-sha-256
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = off
        log_destination = 'stderr'
        log_line_prefix = '%m [%p] '
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = 'none'
        log_min_duration_statement = -1
        log_min_duration_sample = -1
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0
        log_checkpoints = off
        log_autovacuum_min_duration = -1

        """

    /// `pg_hba.conf`: two database users, proven by the operating system; one of them may copy the cluster.
    static let access = """
        # Stratum's private cluster: the kernel says who connects, pg_ident.conf whom that user may be.
        local all \(PrivateCluster.superuserName),\(PrivateCluster.applicationName) peer map=stratum
        local replication \(PrivateCluster.superuserName) peer map=stratum

        """

    /// `pg_ident.conf`: the owner of the data folder and root are let in.
    static func identities(client: String) -> String {
        let users = client == "root" ? ["root"] : [client, "root"]
        let names = [PrivateCluster.superuserName, PrivateCluster.applicationName]
        let lines = users.flatMap { user in names.map { "stratum \"\(user)\" \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }
}
