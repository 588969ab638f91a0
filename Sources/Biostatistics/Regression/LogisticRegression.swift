import Foundation

/// The logistic model logit P(Y = 1) = offset + β₀ + Σ βⱼ xⱼ, fitted by maximum likelihood.
///
/// `try LogisticRegression(outcomes: y, columns: [x1, x2]).fit().get()` equals R `glm(y ~ x1 + x2, family = binomial)`.
/// Columns that others determine are reported as such, and data whose likelihood has no maximum as separated.
/// Source: McCullagh and Nelder, Generalized Linear Models (1989), chapter 4.
public struct LogisticRegression: Sendable, Equatable {
    /// Observations with a positive weight.
    let outcomes: [Bool]
    let weights: [Double]
    let offset: [Double]
    let design: OrthogonalDesign
    /// How many coefficients were asked for, the intercept included.
    let termCount: Int
    /// Whether β₀ is in the model.
    public let hasIntercept: Bool

    /// One column a predictor; every list has one finite value an observation.
    ///
    /// The offset is added to the linear predictor as it is. A weight counts its observation that many times, so that
    /// grouped data need two rows a group; observations of weight 0 are left out. Weights are at least 0.
    public init(
        outcomes: [Bool],
        columns: [[Double]],
        offset: [Double]? = nil,
        weights: [Double]? = nil,
        intercept: Bool = true
    ) {
        let count = outcomes.count
        let lists = columns + [offset, weights].compactMap(\.self)
        precondition(lists.allSatisfy { $0.count == count && $0.allSatisfy(\.isFinite) }, "one finite value a row")
        precondition(weights?.allSatisfy { $0 >= 0 } ?? true, "weights must not be negative")
        let kept = outcomes.indices.filter { weights?[$0] != 0 }
        let all = (intercept ? [Array(repeating: 1.0, count: count)] : []) + columns
        self.outcomes = kept.map { outcomes[$0] }
        self.weights = kept.map { weights?[$0] ?? 1 }
        self.offset = kept.map { offset?[$0] ?? 0 }
        design = OrthogonalDesign(columns: all.map { column in kept.map { column[$0] } }, count: kept.count)
        termCount = all.count
        hasIntercept = intercept
    }

    /// How many coefficients the observations can tell apart, the intercept included.
    public var rank: Int { design.rank }

    /// The estimates at the maximum of the likelihood, or why there is none.
    ///
    /// One outcome class and separated outcomes have no maximum. Newton's steps go on to 10⁻¹², and the standard errors
    /// belong to the last of them, where R's belong to the last but one.
    public func fit() -> Result<Fit, NotEstimable> {
        guard !outcomes.isEmpty else { return .failure(.noObservations) }
        guard !hasIntercept || Set(outcomes).count == 2 else { return .failure(.oneOutcomeClass) }
        switch ascend() {
        case .maximum(let position): return .success(Fit(of: self, at: position))
        case .separated: return .failure(.separated("the outcomes are separated by the predictors"))
        case .lost: return .failure(.noConvergence("the logistic regression"))
        }
    }

    /// −2 log-likelihood of the model with the intercept (and offset) alone; nil where that has no observations.
    public var nullDeviance: Double? {
        guard !outcomes.isEmpty else { return nil }
        let columns = hasIntercept ? [Array(repeating: 1.0, count: outcomes.count)] : []
        let null = LogisticRegression(
            outcomes: outcomes,
            columns: columns,
            offset: offset,
            weights: weights,
            intercept: false
        )
        return null.supremum.map { 0 - 2 * $0 }
    }

    /// The least upper bound of the log-likelihood, which separated outcomes approach without reaching it.
    ///
    /// Observations on the right side of a separating direction add nothing to it; the others are fitted by themselves.
    public var supremum: Double? {
        guard !outcomes.isEmpty else { return 0 }
        switch ascend() {
        case .maximum(let position): return position.logLikelihood
        case .separated(let direction): return restricted(to: direction).supremum
        case .lost: return nil
        }
    }

    /// The model of those observations that a separating direction leaves where they are.
    private func restricted(to direction: ContiguousArray<Double>) -> LogisticRegression {
        let largest = direction.reduce(0) { max($0, abs($1)) }
        let rest = direction.indices.filter { abs(direction[$0]) < 1e-6 * largest }
        let columns = (0..<rank).map { j in rest.map { design.values[$0 * rank + j] } }
        return LogisticRegression(
            outcomes: rest.map { outcomes[$0] },
            columns: columns,
            offset: rest.map { offset[$0] },
            weights: rest.map { weights[$0] },
            intercept: false
        )
    }
}
