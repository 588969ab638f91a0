import ArgumentParser
import RiskModel
import Trial

/// What a shell offers without asking a database: what is inside the program.
extension CompletionKind {
    /// Ids of the models.
    static var shippedModels: CompletionKind { .list((try? ModelCard.shipped.map(\.id)) ?? []) }

    /// Ids of the protocols.
    static var shippedProtocols: CompletionKind { .list(TrialProtocol.shippedIDs.map(\.rawValue)) }

    /// Codes of the sites of the protocols.
    static var shippedSites: CompletionKind {
        let plans = TrialProtocol.shippedIDs.compactMap { try? TrialProtocol.shipped($0) }
        return .list(Set(plans.flatMap(\.sites).map(\.code.rawValue)).sorted())
    }
}
