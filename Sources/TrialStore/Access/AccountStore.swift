package import PostgreSQL
package import Trial

/// Accounts and what they may do, as the database knows it.
package enum AccountStore {
    /// One role of one account; nil means every trial, every site.
    package struct Grant: Sendable, Equatable {
        package let role: Role
        package let trial: TrialID?
        package let site: SiteCode?

        package init(role: Role, trial: TrialID?, site: SiteCode?) {
            self.role = role
            self.trial = trial
            self.site = site
        }
    }

    /// The account bound to an operating-system user; nil where there is none.
    package static func account(ofOSUser name: String, _ connection: Connection) async throws -> String? {
        try await connection.query("SELECT ops.account_of_os_user(\(name)) AS account_name").first?
            .decode("account_name", as: String?.self)
    }

    /// The grants of an account, in the order of role, trial, site.
    package static func grants(of account: String, _ connection: Connection) async throws -> [Grant] {
        try await connection.query("SELECT role, trial_id, site_code FROM ops.grants_of(\(account))").compactMap {
            row in
            guard let role = Role(rawValue: try row.decode("role")) else { return nil }
            return Grant(
                role: role,
                trial: try row.decode("trial_id", as: String?.self).flatMap(TrialID.init(rawValue:)),
                site: try row.decode("site_code", as: String?.self).flatMap(SiteCode.init(rawValue:))
            )
        }
    }

    /// Makes the first administrator of a database; on a private one it is bound to the operating-system user.
    ///
    /// Does nothing where an account exists. Runs as the owner, before any administrator can.
    package static func bootstrap(administrator name: String, osUser: String?, _ connection: Connection) async throws {
        try await connection.execute(
            """
            WITH first AS (
                INSERT INTO ops.account (account_name, os_user)
                SELECT \(name), \(osUser) WHERE NOT EXISTS (SELECT FROM ops.account)
                ON CONFLICT DO NOTHING RETURNING account_name)
            INSERT INTO ops.role_grant (account_name, role) SELECT account_name, 'administrator' FROM first
            """
        )
    }

    /// Adds an account; an existing one stays as it is.
    package static func add(account name: String, _ transaction: Transaction) async throws {
        try await transaction.execute(
            "INSERT INTO ops.account (account_name) VALUES (\(name)) ON CONFLICT DO NOTHING"
        )
    }

    /// Gives an account a role; giving it twice changes nothing.
    package static func give(_ grant: Grant, to account: String, _ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO ops.role_grant (account_name, role, trial_id, site_code)
            VALUES (\(account), \(grant.role.rawValue), \(grant.trial?.rawValue), \(grant.site?.rawValue))
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Accounts with their grants, for an administrator.
    package static func all(_ transaction: Transaction) async throws -> [(account: String, grants: [Grant])] {
        let rows = try await transaction.query(
            """
            SELECT a.account_name, g.role, g.trial_id, g.site_code
            FROM ops.account a LEFT JOIN ops.role_grant g USING (account_name)
            ORDER BY a.account_name, g.role, g.trial_id, g.site_code
            """
        )
        var accounts: [(account: String, grants: [Grant])] = []
        for row in rows {
            let name: String = try row.decode("account_name")
            if accounts.last?.account != name { accounts.append((name, [])) }
            guard let role = try row.decode("role", as: String?.self).flatMap(Role.init(rawValue:)) else { continue }
            accounts[accounts.count - 1].grants.append(
                Grant(
                    role: role,
                    trial: try row.decode("trial_id", as: String?.self).flatMap(TrialID.init(rawValue:)),
                    site: try row.decode("site_code", as: String?.self).flatMap(SiteCode.init(rawValue:))
                )
            )
        }
        return accounts
    }
}
