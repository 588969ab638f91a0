package import Trial

/// What is asked of a data cut: with the cut itself, all that a report depends on.
package struct AnalysisPlan: Sendable, Equatable {
    /// Two-sided confidence level, inside 0.5..<1.
    package let level: Double
    /// The model whose tiers decided who was enrolled.
    package let enrollingModel: String
    /// Models and outcomes in the order of the report.
    package let models: [String]
    package let outcomes: [Outcome]

    /// A plan over everything the cut carries, unless narrowed; refuses what the cut does not carry.
    package init(
        for cut: DataCut,
        level: Double = 0.95,
        models: [String]? = nil,
        outcomes: [Outcome]? = nil
    ) throws(ReportingError) {
        guard (0.5..<1).contains(level) else {
            throw .badRequest("level \(level): give a confidence level from 0.5 to below 1, such as 0.95")
        }
        self.level = level
        enrollingModel = cut.enrollingModel
        self.models = models ?? cut.models
        self.outcomes = outcomes ?? cut.outcomes
        guard self.models.allSatisfy(cut.models.contains), cut.models.contains(cut.enrollingModel) else {
            throw .badRequest("the data cut has the models \(cut.models.joined(separator: ", ")) only")
        }
        guard self.outcomes.allSatisfy(cut.outcomes.contains) else {
            let names = cut.outcomes.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("the data cut has the outcomes \(names) only")
        }
    }
}
