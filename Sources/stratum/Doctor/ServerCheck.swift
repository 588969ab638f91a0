import Foundation
import PostgreSQL
import TrialStore

/// The server that `STRATUM_DATABASE_URL` names.
struct ServerCheck {
    let url: String
    let environment: [String: String]

    func findings() async -> [Finding] {
        let key: Finding
        if let path = environment["STRATUM_IDENTITY_KEY_FILE"] {
            key = await KeyCheck.finding(URL(fileURLWithPath: path), known: nil)
        } else {
            key = Finding(.wrong, "identity key", "STRATUM_IDENTITY_KEY_FILE is not set: name the file of the key")
        }
        do {
            let connection = try await Connection.connect(ConnectionConfiguration(url: url))
            let health = try await DatabaseHealth.read(connection)
            await connection.close()
            return findings(of: health) + [key]
        } catch {
            return [Finding(.wrong, "server", Failure.line(for: error) + "; check STRATUM_DATABASE_URL"), key]
        }
    }

    /// What is to be said of a server that answered.
    func findings(of health: DatabaseHealth) -> [Finding] {
        HealthFindings(health, mend: "have its owner run `stratum migrate`").all
            + [login(health), wire(health), standby(health)]
    }

    private func login(_ health: DatabaseHealth) -> Finding {
        guard health.isSuperuser || health.user != PrivateCluster.applicationName else {
            return Finding(.ok, "login", health.user)
        }
        let power =
            health.isSuperuser ? "\(health.user) is a superuser" : "\(health.user) is not the program's own login"
        return Finding(
            .warning,
            "login",
            "\(power): log in as \(PrivateCluster.applicationName), who may do nothing else"
        )
    }

    private func wire(_ health: DatabaseHealth) -> Finding {
        guard health.isRemote else { return Finding(.ok, "encryption", "not needed on the machine's own socket") }
        guard health.usesTLS else {
            return Finding(.wrong, "encryption", "the connection is open to the network: add sslmode=verify-full")
        }
        guard (try? ConnectionConfiguration(url: url))?.verifiesServer(environment) == true else {
            return Finding(.warning, "encryption", "TLS, but nobody proves who the server is: add sslmode=verify-full")
        }
        return Finding(.ok, "encryption", "TLS, and the server's name is verified")
    }

    private func standby(_ health: DatabaseHealth) -> Finding {
        guard health.isStandby else { return Finding(.ok, "role", "a primary server") }
        return Finding(.wrong, "role", "a standby, which refuses writes: name the primary in STRATUM_DATABASE_URL")
    }
}
