/// What an account may do in a trial; raw values as in database, API and command line.
package enum Role: String, Sendable, Codable, CaseIterable, Hashable {
    case coordinator
    case echoReader = "echo_reader"
    case adjudicator
    case statistician
    case principalInvestigator = "principal_investigator"
    case dataManager = "data_manager"
    case monitor
    case administrator
    case service

    /// The role of PostgreSQL that a transaction takes on when it acts in this role.
    package var databaseRole: String { "stratum_" + rawValue }

    package var title: String {
        switch self {
        case .coordinator: "Coordinator"
        case .echoReader: "Echo reader"
        case .adjudicator: "Adjudicator"
        case .statistician: "Statistician"
        case .principalInvestigator: "Principal investigator"
        case .dataManager: "Data manager"
        case .monitor: "Monitor"
        case .administrator: "Administrator"
        case .service: "Service"
        }
    }

    /// Whether a blinding plan may let this role see scores and tiers; the others conduct or check the trial blind.
    package var mayBeUnblinded: Bool {
        switch self {
        case .statistician, .principalInvestigator, .dataManager: true
        case .coordinator, .echoReader, .adjudicator, .monitor, .administrator, .service: false
        }
    }
}
