import Biostatistics

/// The score of a patient of whom inputs are missing: the mean over draws, and how far the draws lie apart.
public struct ImputedScore: Sendable, Equatable {
    /// Most missing inputs that are scored.
    public static let limit = 5
    /// More missing inputs than this are scored with a warning.
    public static let warningLimit = 3

    /// Mean deep score of the draws.
    public let deepScore: Double
    /// Mean linear predictor of the draws.
    public let linearPredictor: Double
    /// Mean probability of the draws by each day: the risk where the missing value is not known.
    public let probabilities: [Double]
    /// Where the middle 95 % of the draws lie, by each day; quantiles of type 7.
    public let intervals: [ModelCard.Survival.Interval]
    /// The tier of the mean probability; nil where the card has none.
    public let tier: String?
    /// Places of the inputs that were drawn.
    public let imputed: [Int]
    /// Mean of the values drawn, in the order of ``imputed``, as measured.
    public let meanValues: [Double]

    /// Pools the scores of complete versions.
    ///
    /// - Precondition: at least one.
    init(_ scores: [DeepCoxScore], versions: [[Double]], imputed: [Int], survival: ModelCard.Survival) {
        func mean(_ value: (DeepCoxScore) -> Double) -> Double {
            scores.reduce(0) { $0 + value($1) } / Double(scores.count)
        }
        deepScore = mean(\.deepScore)
        linearPredictor = mean(\.linearPredictor)
        let days = survival.baseline.indices
        let pooled = days.map { day in mean { $0.probabilities[day] } }
        probabilities = pooled
        intervals = days.map { day in
            let sorted = scores.map { $0.probabilities[day] }.sorted()
            return .init(Self.quantile(0.025, sorted), Self.quantile(0.975, sorted))
        }
        tier = survival.tier(of: pooled)
        self.imputed = imputed
        meanValues = imputed.map { place in versions.reduce(0) { $0 + $1[place] } / Double(versions.count) }
    }

    private static func quantile(_ probability: Double, _ sorted: [Double]) -> Double {
        let place = probability * Double(sorted.count - 1)
        let lower = Int(place)
        guard lower + 1 < sorted.count else { return sorted[lower] }
        return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
    }
}

/// How missing inputs are filled in.
public struct Imputation: Sendable {
    /// Whom values are borrowed from.
    public let cohort: ReferenceCohort
    /// Decides every draw.
    public let seed: UInt64
    /// Complete versions of each patient, 2...1000.
    public let draws: Int

    /// - Throws: ``RiskModelError/wrongInput(reason:)`` for another number of draws.
    public init(cohort: ReferenceCohort, seed: UInt64, draws: Int = 20) throws {
        guard (2...1000).contains(draws) else { throw RiskModelError.wrongInput(reason: "draws must lie in 2...1000") }
        self.cohort = cohort
        self.seed = seed
        self.draws = draws
    }

    /// Scores a patient of whom inputs are missing.
    ///
    /// - Parameters:
    ///   - values: as measured; those of missing inputs are not looked at.
    ///   - missing: places of the inputs that are missing, at least one.
    ///   - model: scores the complete versions.
    ///   - row: number of the patient, from 0; gives each a sequence of random numbers of its own, so that the result
    ///     depends on no other patient.
    /// - Returns: the pooled score.
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` for more than ``ImputedScore/limit``, and
    ///   ``RiskModelError/cannotFit(reason:)`` for one that is the same in the whole cohort.
    public func score(_ values: [Double], missing: [Int], by model: DeepCoxModel, row: Int) throws -> ImputedScore {
        guard (1...ImputedScore.limit).contains(missing.count) else {
            let reason =
                "\(missing.count) inputs are missing; at most \(ImputedScore.limit) may be imputed, measure more of them"
            throw RiskModelError.wrongInput(reason: reason)
        }
        var generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(seed, replicate: UInt64(row)))
        let inputs = model.survival.inputs
        let versions = try cohort.complete(values, missing: missing, draws: draws, &generator)
        let scores = versions.map { version in model.score(scaled: zip(inputs, version).map { $0.scaled($1) }) }
        return ImputedScore(scores, versions: versions, imputed: missing, survival: model.survival)
    }
}
