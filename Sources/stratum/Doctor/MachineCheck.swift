import Foundation
import RiskModel
import Trial
import TrialService

/// What does not depend on any database: the program, its models, the system's time zones.
enum MachineCheck {
    static func findings() async -> [Finding] {
        [
            Finding(.ok, "program", "\(Software.name), \(ProcessInfo.processInfo.operatingSystemVersionString)"),
            await Finding.of("models", models),
            await Finding.of("time zones", timeZones),
        ]
    }

    /// Loads every model in the binary, which checks its weights and builds its network.
    private static func models() throws -> String {
        try ModelCard.shipped.filter(\.hasShippedWeights).map { card in
            "\(card.id) (weights \(try AnyModel.shipped(id: card.id).card.weightsSHA256.prefix(12))…)"
        }.joined(separator: ", ") + " can be loaded"
    }

    /// Every site of the shipped protocols and one far zone; a machine without tzdata knows none.
    private static func timeZones() throws -> String {
        let sites = try TrialProtocol.shippedIDs.flatMap { try TrialProtocol.shipped($0)?.sites ?? [] }
        let names = Set(sites.map(\.timeZone.identifier) + ["Pacific/Auckland"]).sorted()
        guard let missing = names.first(where: { TimeZone(identifier: $0) == nil }) else {
            return "\(names.count) looked up"
        }
        throw Failure.Sentence("the system does not know \(missing): apt-get install tzdata")
    }
}
