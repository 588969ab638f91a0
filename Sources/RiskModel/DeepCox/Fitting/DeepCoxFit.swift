import Biostatistics
import Foundation

/// A `deep-cox` model fitted to a cohort: an ensemble of networks, each trained without one fold, and a linear Cox
/// model of the inputs and the deep score.
///
/// The linear model is fitted to **out-of-fold** deep scores: each patient's from the one network that has not seen
/// them. In the patients a network was trained on, its output foretells better than it ever will again; a coefficient
/// fitted to that would be too large, those of the inputs too small, and every probability too extreme.
public struct DeepCoxFit: Sendable {
    /// What is chosen before a fit.
    public struct Settings: Sendable, Equatable {
        /// Networks, each trained without one fold of the patients.
        public var folds: Int
        /// Values of the layers between inputs and output.
        public var hidden: [Int]
        /// Days at which the baseline hazard is kept, ascending; tiers are cut on the last.
        public var days: [Int]
        /// Probabilities at the last day at which low and medium risk end; nil to cut by ``TierRule``.
        public var cuts: [Double]?
        /// Bootstrap samples for the optimism of the C-index.
        public var resamples: Int
        /// Decides folds, first weights and samples.
        public var seed: UInt64

        /// The published architecture and days, unless told otherwise.
        public init(
            folds: Int = 5,
            hidden: [Int] = [27, 12],
            days: [Int] = [5, 10, 30],
            cuts: [Double]? = nil,
            resamples: Int = 200,
            seed: UInt64
        ) {
            self.folds = folds
            self.hidden = hidden
            self.days = days
            self.cuts = cuts
            self.resamples = resamples
            self.seed = seed
        }
    }

    /// What a fit is doing.
    public enum Stage: Sendable {
        /// Epochs of all networks together.
        case training
        /// Bootstrap samples.
        case resampling
    }

    /// Events that each fold must hold, so that a network left out of it can be judged by it.
    public static let eventsPerFold = 10

    /// The ensemble.
    public let weights: DeepCoxWeights
    /// Inputs, coefficients, baseline hazard, tiers, and how well the model does in these patients, optimism taken off.
    public let survival: ModelCard.Survival
    /// A Cox model of the inputs alone, per scaled unit, to measure the network's worth by.
    public let linearCoefficients: [Double]
    /// What the card should say beside: of doubtful things.
    public let remarks: [String]
    /// Epochs after which the networks were taken.
    public let epochs: Int
    /// Each patient's deep score by the network that has not seen them.
    public let outOfFoldScores: [Double]
    /// Patients in each tier, by out-of-fold risk, lowest tier first.
    public let tierCounts: [Int]
    /// What was chosen.
    public let settings: Settings

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - cohort: The measurements become inputs in their order.
    ///   - known: Inputs of other cards, whose names for people, units, limits and axes are taken over.
    ///   - event: What happens to a patient, in words, for the card.
    ///   - settings: What is chosen.
    ///   - progress: Told what is done of what; from any thread.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` naming what is wrong and the remedy.
    public init(
        _ cohort: SurvivalCohort,
        describedBy known: [ModelCard.Survival.Input] = [],
        event: String,
        settings: Settings,
        progress: @escaping @Sendable (Stage, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws {
        try cohort.checkEvents(folds: settings.folds, each: Self.eventsPerFold)
        var inputs = try cohort.inputs(describedBy: known)
        if let name = cohort.dependent(inputs) {
            throw RiskModelError.cannotFit(
                reason: "\(name) is a sum of multiples of other columns; leave one of them out"
            )
        }
        let scaled = cohort.rows.map { row in zip(inputs, row).map { $0.scaled($1) } }
        let widths = [inputs.count] + settings.hidden + [1]
        let ensemble = try DeepCoxEnsemble(scaled, cohort.followUp, widths: widths, settings) {
            progress(.training, $0, $1)
        }
        let linear = try Self.cox(cohort.followUp, scaled)
        let rows = zip(scaled, ensemble.outOfFold).map { $0 + [$1] }
        let final = try Self.cox(cohort.followUp, rows)
        let coefficients = final.coefficients.map(\.value)
        for place in inputs.indices { inputs[place].coefficient = coefficients[place] }
        let predictors = rows.map { row in zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
        var survival = ModelCard.Survival(
            event: event,
            inputs: inputs,
            deepScore: .init(coefficient: coefficients[inputs.count], axis: ensemble.axis),
            baseline: try Self.baseline(final, days: settings.days)
        )
        let risks = predictors.map { survival.probabilities(at: $0)[settings.days.count - 1] }
        let tiers = try Self.tiers(risks, cohort.followUp, settings)
        survival.tiers = tiers
        let optimism = try ConcordanceOptimism.mean(cohort.followUp, rows, settings) { progress(.resampling, $0, $1) }
        survival.performance = [
            survival.measured(
                predictors,
                linear: linear.linearPredictors,
                optimism: optimism,
                on: cohort.followUp,
                population: "the \(cohort.count) patients of the fit, by out-of-fold deep scores"
            )
        ]
        weights = ensemble.weights
        linearCoefficients = linear.coefficients.map(\.value)
        remarks = Self.remarks(cohort, ensemble.training, deep: final.coefficients[inputs.count], inputs.count)
        epochs = ensemble.training.epochs
        outOfFoldScores = ensemble.outOfFold
        tierCounts = tiers.bands.map { band in risks.count { tiers.label(for: $0) == band.label } }
        self.survival = survival
        self.settings = settings
    }
}

extension DeepCoxFit {
    private static func cox(_ followUp: FollowUp, _ rows: [[Double]]) throws -> CoxModel {
        switch CoxModel.fit(CoxData(followUp, covariates: rows)) {
        case .success(let model): return model
        case .failure(let reason):
            throw RiskModelError.cannotFit(
                reason: "the linear Cox model: \(reason.explanation); leave columns out or take more patients"
            )
        }
    }

    /// H₀ of the final model, whose tied events count after Efron.
    private static func baseline(_ model: CoxModel, days: [Int]) throws -> [ModelCard.Survival.Baseline] {
        let zero = [Double](repeating: 0, count: model.coefficients.count)
        let hazard = model.cumulativeHazards(zero)[0]
        return try days.map { day in
            guard case .success(let value) = hazard.value(at: Double(day)) else {
                throw RiskModelError.cannotFit(
                    reason: "nobody was followed for \(day) days, the longest \(hazard.lastTime); name earlier days"
                )
            }
            guard value > 0 else {
                throw RiskModelError.cannotFit(reason: "no event happened within \(day) days; name later days")
            }
            return .init(day: day, cumulativeHazard: value)
        }
    }

    private static func tiers(
        _ risks: [Double],
        _ followUp: FollowUp,
        _ settings: Settings
    ) throws -> ModelCard.Survival.Tiers {
        let day = settings.days[settings.days.count - 1]
        guard let cuts = settings.cuts ?? TierRule.cuts(risks, at: Double(day), followUp) else {
            throw RiskModelError.cannotFit(
                reason:
                    "risks of those with and without the event by day \(day) do not overlap so that three tiers can be "
                    + "cut by rule; name the cuts"
            )
        }
        let bands = zip(TierRule.labels, cuts.map(Optional.some) + [nil]).map { ModelCard.Survival.Band($0, upTo: $1) }
        return .init(day: day, bands: bands)
    }

    private static func remarks(
        _ cohort: SurvivalCohort,
        _ training: EnsembleTraining,
        deep: CoxModel.Coefficient,
        _ inputs: Int
    ) -> [String] {
        var remarks: [String] = []
        if cohort.events < 10 * (inputs + 1) {
            remarks.append(
                "\(cohort.events) events for \(inputs + 1) coefficients: fewer than ten each, which makes them uncertain"
            )
        }
        if training.isCutShort {
            remarks.append("the networks still improved after \(training.epochs) epochs, where training ends")
        }
        if deep.p > 0.05 {
            remarks.append(
                "the deep score adds nothing that is certain (p = \((deep.p * 1e3).rounded() / 1e3)) to the inputs"
            )
        }
        return remarks
    }
}
