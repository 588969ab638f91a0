import Trial

/// What is wrong with a field, a line or a column of an outcomes or frame file.
///
/// No value that could name a person.
package enum DataProblem: Error, Sendable, Equatable {
    case missingColumn(String)
    case noModelColumn
    case noOutcomeColumn
    case noRows
    case empty
    case duplicate(firstLine: Int)
    case notAnOutcome
    case notAScore
    case notATier
    case notAnAge
    case notACount
    case notAFlag
    case unsafeText(limit: Int)
    case contradiction(composite: String, stated: Int, evidence: String)
    case scoresWithoutTiers(model: String)
    case eligibleForUnrecruited
    case moreEnrolledThanEligible(enrolled: Int, eligible: Int)

    var explanation: String {
        switch self {
        case .missingColumn(let name): "there is no column \(name): add it"
        case .noModelColumn:
            "no column names a model: add MODEL_tier (low, mid, high) or MODEL_score (0 to 1), such as echonext_tier"
        case .noOutcomeColumn:
            "no column is an outcome: add shd, vhd or a component such as \(Outcome.lvef.rawValue), as 1, 0 or empty"
        case .noRows: "there are no rows after the header"
        case .empty: "the field is empty: fill it"
        case .duplicate(let first): "the same value as on line \(first): every line must have its own"
        case .notAnOutcome: "not 1, 0 or empty: write 1 for present, 0 for absent, nothing for unknown"
        case .notAScore: "not a probability: write a number from 0 to 1, or nothing"
        case .notATier: "not a tier: write \(TierScale.words), or nothing"
        case .notAnAge: "not an age: write years from 0 to 130, or nothing"
        case .notACount: "not a count: write a whole number of patients, or nothing where it is unknown"
        case .notAFlag: "not 1 or 0"
        case .unsafeText(let limit): "longer than \(limit) characters, or with control characters: shorten or clean it"
        case .contradiction(let composite, let stated, let evidence):
            "\(composite) is \(stated) while \(evidence): correct the one that is wrong"
        case .scoresWithoutTiers(let model):
            "scores but no tiers: add a column \(model)_tier, or give --cut-points \(model)=LOW,HIGH"
        case .eligibleForUnrecruited: "participants come from a tier marked recruited=0: correct one of the two files"
        case .moreEnrolledThanEligible(let enrolled, let eligible):
            "\(enrolled) participants come from a tier of \(eligible) eligible patients: correct one of the two files"
        }
    }
}
