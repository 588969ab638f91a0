public import Biostatistics

/// Which of many measurements a model takes: those that a LASSO Cox model leaves in.
///
/// Ten-fold cross-validation of the partial likelihood; λ is the greatest whose deviance is within a standard error of
/// the least, which leaves in the fewest measurements that foretell about as well as any.
public struct InputSelection: Sendable {
    /// Folds of the cross-validation.
    public static let folds = 10

    /// Names of what is left in, in the order of the cohort.
    public let names: [String]
    /// How many there were to choose from.
    public let candidates: Int
    /// Every λ, and what cross-validation says of it.
    public let path: LassoCox.CrossValidation

    /// - Throws: ``RiskModelError/cannotFit(reason:)`` where no measurement is left in, or why no λ can be chosen.
    public init(
        from cohort: SurvivalCohort,
        seed: UInt64,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        try cohort.checkEvents(folds: Self.folds, each: 1)
        let folds = CohortFolds(cohort.followUp.events, count: Self.folds, seed: seed)
        let found = LassoCox.crossValidated(
            cohort.followUp,
            covariates: cohort.rows,
            folds: folds.fold,
            progress: progress
        )
        switch found {
        case .failure(let reason): throw RiskModelError.cannotFit(reason: "choosing inputs: \(reason.explanation)")
        case .success(let path): self.path = path
        }
        names = path.fits[path.sparsest].selected.map { cohort.names[$0] }
        candidates = cohort.names.count
        guard !names.isEmpty else {
            throw RiskModelError.cannotFit(
                reason: "none of \(candidates) measurements foretells the event within a standard error of the best; "
                    + "name inputs instead of letting them be chosen"
            )
        }
    }
}

extension SurvivalCohort {
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` for no events, or fewer than `each` a fold.
    func checkEvents(folds: Int, each: Int) throws {
        guard events > 0 else { throw RiskModelError.cannotFit(reason: "there is no event among \(count) patients") }
        guard events >= folds * each, count - events >= folds else {
            throw RiskModelError.cannotFit(
                reason: "\(events) events and \(count - events) patients without are too few for \(folds) folds, each "
                    + "of which needs \(each) of the one and one of the other; take fewer folds or more patients"
            )
        }
    }
}
