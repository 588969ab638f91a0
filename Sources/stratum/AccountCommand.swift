import ArgumentParser
import Foundation
import Trial
import TrialService
import TrialStore

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Accounts and the roles they hold.",
        discussion: """
            Whoever first uses the private database is bound to an administrator of their own name. An administrator \
            gives roles, and sees no clinical data.

              stratum account grant alice coordinator --site NYP
              stratum account list
            """,
        subcommands: [AccountGrantCommand.self, AccountListCommand.self]
    )
}

extension Role: ExpressibleByArgument {}

struct AccountGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Gives an account a role, making the account where there is none.",
        discussion: """
              stratum account grant alice coordinator --site NYP
              stratum account grant bob statistician --trial discovery-shd
            """
    )

    @Argument(help: "The account's name.") var name: String
    @Argument(help: ArgumentHelp("One of: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")) var role: Role
    @Option(name: .long, help: "At one site only, by its code.") var site: String?
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9._@-]{0,62}/) != nil else {
            throw ValidationError("\(name): an account's name has small letters, digits and . _ @ - only")
        }
        guard role != .administrator || site == nil else {
            throw ValidationError("an administrator has no site; leave out --site")
        }
    }

    func run() async throws {
        try await acting.withService { service in
            let id = role == .administrator ? nil : try await trial.resolve(service)
            let code = try await siteCode(service, trial: id)
            try await service.give(AccountStore.Grant(role: role, trial: id, site: code), to: name)
            let place = code.map { " at \($0.rawValue)" } ?? ""
            print("\(name) is \(role.title.lowercased())\(id.map { " in \($0.rawValue)" } ?? "")\(place)")
        }
    }

    private func siteCode(_ service: TrialService, trial: TrialID?) async throws -> SiteCode? {
        guard let site, let trial else { return nil }
        return try await service.trialProtocol(of: trial).protocol.site(named: site).code
    }
}

struct AccountListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists accounts with their roles.",
        discussion: "Example: stratum account list"
    )

    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            for (account, grants) in try await service.accounts() {
                let roles = grants.map { grant in
                    let place = [grant.trial?.rawValue, grant.site?.rawValue].compactMap(\.self).joined(separator: " ")
                    return place.isEmpty ? grant.role.rawValue : "\(grant.role.rawValue) (\(place))"
                }
                print("\(account)\t\(roles.joined(separator: ", "))")
            }
        }
    }
}
