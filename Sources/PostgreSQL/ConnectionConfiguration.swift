import CLibPQ

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

extension ConnectionConfiguration {
    /// A server by its URL, `postgresql://user:password@host:port/database?option=value`, or libpq's `key=value` form.
    ///
    /// - Throws: `.misuse` when libpq cannot read it.
    public init(url: String) throws(PostgresError) {
        var reason: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &reason) else {
            // The reason quotes parts of the text, and a password may be one.
            PQfreemem(reason)
            throw PostgresError(.misuse, "the database's address is neither a postgresql:// URL nor key=value pairs")
        }
        defer { PQconninfoFree(options) }
        keywords = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { keywords[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
    }
}

extension ConnectionConfiguration: CustomStringConvertible, CustomReflectable {
    /// The keywords without passwords.
    public var description: String {
        keywords.filter { !Self.isSecret($0.key) }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// The description, so that `dump` cannot spill a password.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Whether a keyword's value is a password.
    static func isSecret(_ keyword: String) -> Bool { keyword == "password" || keyword == "sslpassword" }
}
