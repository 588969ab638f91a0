import TrialStore

/// What is to be said of a database that answered.
struct HealthFindings {
    let health: DatabaseHealth
    /// How its schema is brought up to date.
    let mend: String

    init(_ health: DatabaseHealth, mend: String) { (self.health, self.mend) = (health, mend) }

    var all: [Finding] { [version, encoding, schema] + (roles.map { [$0] } ?? []) }

    private var version: Finding {
        guard health.majorVersion >= 15 else {
            return Finding(.wrong, "database", "PostgreSQL \(health.serverVersion): version 15 or newer is needed")
        }
        return Finding(.ok, "database", "PostgreSQL \(health.serverVersion) answers \(health.user)")
    }

    private var encoding: Finding {
        guard health.encoding == "UTF8" else {
            return Finding(.wrong, "encoding", "\(health.encoding): make the database with ENCODING 'UTF8'")
        }
        return Finding(.ok, "encoding", "UTF8")
    }

    private var schema: Finding {
        switch health.schemaFault {
        case nil: Finding(.ok, "schema", "migration \(health.schemaVersion ?? 0), as this program needs it")
        case .outdatedSchema(let pending)?:
            Finding(.wrong, "schema", "lacks \(pending) migration(s): \(mend)")
        case let fault?: Finding(.wrong, "schema", fault.description)
        }
    }

    private var roles: Finding? {
        guard !health.missingRoles.isEmpty else { return nil }
        let names = health.missingRoles.joined(separator: ", ")
        return Finding(.wrong, "roles", "not there: \(names); \(mend), which makes them")
    }
}
