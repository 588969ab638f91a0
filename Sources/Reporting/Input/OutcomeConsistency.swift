import Trial

/// Whether the outcomes of one row can be true together.
///
/// A composite is never worked out from its components (a missing component would be guessed); but a row that states
/// both must not contradict itself, because then one of the two is a mistake and no rule can tell which.
enum OutcomeConsistency {
    /// The first contradiction; nil where there is none.
    static func problem(in outcomes: [Outcome: Bool]) -> (field: Outcome, problem: DataProblem)? {
        check(.vhd, parts: Outcome.leftSidedValve, in: outcomes)
            ?? check(.shd, parts: Outcome.components + [.vhd], in: outcomes)
    }

    private static func check(
        _ composite: Outcome,
        parts: [Outcome],
        in outcomes: [Outcome: Bool]
    ) -> (field: Outcome, problem: DataProblem)? {
        guard let stated = outcomes[composite] else { return nil }
        let positive = parts.first { outcomes[$0] == true }
        if !stated, let positive {
            return (
                composite,
                .contradiction(composite: composite.rawValue, stated: 0, evidence: "\(positive.rawValue) is 1")
            )
        }
        let components = parts.filter { $0 != .vhd }
        guard stated, components.allSatisfy({ outcomes[$0] == false }) else { return nil }
        let evidence = "all \(components.count) of its components are 0"
        return (composite, .contradiction(composite: composite.rawValue, stated: 1, evidence: evidence))
    }
}
