/// Predicted probabilities and what came of them, one of each a patient.
public struct ScoredOutcomes: Sendable, Equatable {
    /// Predicted probabilities of the event, each in 0...1.
    public let probabilities: [Double]
    /// Whether the event came.
    public let outcomes: [Bool]

    /// As many outcomes as probabilities, each probability in 0...1.
    public init(probabilities: [Double], outcomes: [Bool]) {
        precondition(probabilities.count == outcomes.count, "one outcome a probability")
        precondition(probabilities.allSatisfy { (0...1).contains($0) }, "probabilities lie in 0...1")
        self.probabilities = probabilities
        self.outcomes = outcomes
    }

    /// How many patients.
    public var count: Int { outcomes.count }
    /// How many had the event.
    public var events: Int { outcomes.count(where: \.self) }
    /// Share with the event; nil without patients.
    public var prevalence: Double? { Proportion(events: events, total: count).estimate }

    /// The mean of a term of probability and outcome (1 or 0), without loss to rounding; nil without patients.
    func mean(_ term: (Double, Double) -> Double) -> Double? {
        guard count > 0 else { return nil }
        return sum(term) / Double(count)
    }

    func sum(_ term: (Double, Double) -> Double) -> Double {
        var sum = CompensatedSum()
        for (probability, outcome) in zip(probabilities, outcomes) { sum.add(term(probability, outcome ? 1 : 0)) }
        return sum.value
    }
}
