/// What a transaction may see of others that run at the same time.
public enum IsolationLevel: String, Sendable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first began.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after the other; may fail with 40001.
    case serializable = "SERIALIZABLE"
}

/// How a transaction runs.
public struct TransactionOptions: Sendable {
    /// What the transaction sees of others.
    public var isolation = IsolationLevel.readCommitted
    /// Whether the server refuses writes.
    public var readOnly = false
    /// The database role in force until the end (`SET LOCAL ROLE`).
    public var role: String?
    /// Settings in force until the end, such as `stratum.actor`.
    public var settings: [(name: String, value: String)] = []
    /// The longest that one statement may take.
    public var statementTimeout: Duration?
    /// How often the body may run in all; more than 1 allows a repeat after a serialization failure or a deadlock.
    public var mayRunTwice = 1

    /// Read committed, for writing, as the role that logged in, run once.
    public init() {}

    /// All options by name.
    public init(
        isolation: IsolationLevel = .readCommitted,
        readOnly: Bool = false,
        role: String? = nil,
        settings: [(name: String, value: String)] = [],
        statementTimeout: Duration? = nil,
        mayRunTwice: Int = 1
    ) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.role = role
        self.settings = settings
        self.statementTimeout = statementTimeout
        self.mayRunTwice = mayRunTwice
    }
}

extension TransactionOptions {
    /// The statements that begin the transaction: `BEGIN`, and one for all that is set.
    var opening: [SQL] {
        let begin = SQL(
            stringLiteral: "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(readOnly ? "READ ONLY" : "READ WRITE")"
        )
        // The role comes last: what is set before it is set as the role that logged in.
        let all =
            (timeout.map { [("statement_timeout", $0)] } ?? []) + settings.map { ($0.name, $0.value) }
            + (role.map { [("role", $0)] } ?? [])
        guard !all.isEmpty else { return [begin] }
        return [begin, "SELECT " + all.map { "set_config(\($0.0), \($0.1), true)" as SQL }.joined()]
    }

    /// Whole milliseconds, at least one, since 0 means no limit to the server.
    private var timeout: String? {
        statementTimeout.map { String(Int(min(max(1, ($0 / .milliseconds(1)).rounded(.up)), Double(Int32.max)))) }
    }
}
