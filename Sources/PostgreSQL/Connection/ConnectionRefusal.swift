/// Reasons for which libpq itself gives a connection up, each with its remedy.
enum ConnectionRefusal: String, CaseIterable {
    case unknownAuthority = """
        no authority that this machine trusts has signed the server's certificate, or it has expired; \
        name the file of its authority's certificate with sslrootcert=
        """
    case otherHost = """
        the server's certificate is for another host name; use that name, or have a certificate made for this one
        """
    case noAuthority = """
        there is nothing to check the server's certificate against; \
        name the file of its authority's certificate with sslrootcert=
        """
    case unencrypted = """
        the server does not encrypt; turn on TLS there, or say sslmode=disable if nobody can listen in between
        """
    case otherKind = "none of the servers is of the kind that target_session_attrs asks for"

    /// What libpq says then; it is not translated, since the program sets no locale.
    private var signs: [String] {
        switch self {
        case .unknownAuthority: ["certificate verify failed"]
        case .otherHost: ["does not match host name"]
        case .noAuthority: ["root certificate file", "could not read root certificate"]
        case .unencrypted: ["does not support SSL"]
        case .otherKind: ["session is read-only", "session is not read-only", "in hot standby mode"]
        }
    }

    func isMeant(by message: String) -> Bool { signs.contains { message.contains($0) } }
}
