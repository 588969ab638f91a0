/// What a `deep-cox` model says about one patient.
public struct DeepCoxScore: Sendable, Equatable {
    /// Output of every fold, −1...1.
    public let folds: [Double]
    /// Mean of the folds.
    public let deepScore: Double
    /// Σ βₖ·zₖ + β·deep score, not centred.
    public let linearPredictor: Double
    /// Probability of the event by each day of the card's baseline, 0...1.
    public let probabilities: [Double]
    /// The card's tier; nil where the card has none.
    public let tier: String?
}
