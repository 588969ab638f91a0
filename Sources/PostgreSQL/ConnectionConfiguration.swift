/// Where a server is and who logs in, as libpq keywords.
public struct ConnectionConfiguration: Sendable, Equatable {
    /// Keywords and values for `PQconnectdbParams`, such as `host`, `dbname`, `user`.
    public var keywords: [String: String]

    /// - Parameter keywords: libpq's connection keywords.
    public init(keywords: [String: String]) { self.keywords = keywords }

    /// A server reached through a Unix socket in `socketFolder`.
    public init(socketFolder: String, user: String, database: String) {
        keywords = ["host": socketFolder, "user": user, "dbname": database]
    }

    /// The same server and user, another database.
    public func database(_ name: String) -> ConnectionConfiguration {
        var copy = self
        copy.keywords["dbname"] = name
        return copy
    }

    /// The same server and database, another user.
    public func user(_ name: String) -> ConnectionConfiguration {
        var copy = self
        copy.keywords["user"] = name
        return copy
    }
}
