import ArgumentParser
import Foundation
import Trial
import TrialService

/// Who acts, and on which installation.
struct ActingOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The account that acts (default: $STRATUM_ACCOUNT, else yours).", valueName: "account")
    )
    var account: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Data folder of the private database.", valueName: "dir"),
        completion: .directory
    )
    var data: String?

    func validate() throws {
        guard data != "" else { throw ValidationError("--data: an empty name is no folder; name one") }
        guard account != "" else { throw ValidationError("--as: an empty name is no account; name one") }
    }

    /// The options as they were given, for a command that is shown as the next one.
    var repeated: String {
        [("--data", data), ("--as", account)].map { name, value in
            value.map { " \(name) " + ($0.contains(/[^A-Za-z0-9_.\/@:-]/) ? "'\($0)'" : $0) } ?? ""
        }.joined()
    }

    /// Opens the installation, making it only where `creating`, runs `body` as the account, and leaves again, also when `body` throws.
    func withService<T>(creating: Bool = false, _ body: (TrialService) async throws -> T) async throws -> T {
        let environment = ProcessInfo.processInfo.environment
        let installation = try await open(environment, creating: creating)
        do {
            let service = try service(installation, environment: environment)
            let result = try await Self.sealing(service) { try await body(service) }
            await installation.close()
            return result
        } catch {
            await installation.close()
            throw error
        }
    }

    /// Seals what the command entered into the audit trail; that it cannot now is no failure, the next command will.
    private static func sealing<T>(_ service: TrialService, _ body: () async throws -> T) async throws -> T {
        do {
            let result = try await body()
            _ = try? await service.sealTrail()
            return result
        } catch {
            _ = try? await service.sealTrail()
            throw error
        }
    }

    private func open(_ environment: [String: String], creating: Bool) async throws -> Installation {
        try await Installation.open(
            dataFolder: data.map { URL(fileURLWithPath: $0) },
            environment: environment,
            creating: creating
        ) { sentence in
            if isatty(STDERR_FILENO) == 1 { Failure.note(sentence) }
        }
    }

    private func service(_ installation: Installation, environment: [String: String]) throws -> TrialService {
        let named = environment["STRATUM_ACCOUNT"].flatMap { $0.isEmpty ? nil : $0 }
        guard let name = account ?? named ?? installation.boundAccount else {
            throw Failure.refuse("no account: name one with --as ACCOUNT or STRATUM_ACCOUNT", code: Failure.usage)
        }
        return TrialService(
            pool: installation.pool,
            replica: installation.replica,
            identityKeys: installation.identityKeys,
            sealingKey: installation.sealingKey,
            account: name
        )
    }
}

/// Which trial; the only one there is needs no naming.
struct TrialOption: ParsableArguments {
    @Option(name: .long, help: "The trial (default: the only one you see).")
    var trial: String?

    func resolve(_ service: TrialService) async throws -> TrialID {
        if let trial {
            guard let id = TrialID(rawValue: trial) else {
                throw ValidationError("--trial \(trial): use lower-case letters, digits and hyphens")
            }
            guard try await service.trials().contains(id) else { throw ServiceError.unknownTrial(id) }
            return id
        }
        let trials = try await service.trials()
        guard let only = trials.first else {
            throw Failure.refuse(
                "account \(service.account) sees no trial; `stratum trial init` makes one, "
                    + "`stratum account grant` gives a role in it",
                code: Failure.notPermitted
            )
        }
        guard trials.count == 1 else {
            let names = trials.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there are several trials, name one with --trial: \(names)")
        }
        return only
    }
}
