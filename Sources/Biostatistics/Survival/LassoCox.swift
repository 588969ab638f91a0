import Foundation

/// A Cox model whose coefficients are shrunk by their absolute sum, so that most of many become exactly 0.
///
/// Minimises −ℓ(β)/n + λ Σ|βⱼ| over columns of mean 0 and variance 1, ℓ the partial log likelihood of ``TieHandling``
/// and n the number of patients. Newton's method: each quadratic, of the information among the columns that are in or
/// want in, is minimised by cyclic coordinate descent; each λ starts from the one before. Sources: Tibshirani, Statistics
/// in Medicine 16 (1997) 385; Friedman, Hastie and Tibshirani, J Stat Softw 33 (2010) 1; Lee, Sun and Saunders, SIAM J
/// Optim 24 (2014) 1420.
public struct LassoCox: Sendable {
    /// The covariates, scaled; kept for the coefficients of every λ.
    let columns: ScaledColumns
    let likelihood: PartialLikelihood

    /// One row of finite covariates a patient, all of the same length; a covariate that does not vary gets 0.
    public init(_ followUp: FollowUp, covariates: [[Double]], ties: TieHandling = .efron) {
        precondition(covariates.count == followUp.count, "one row of covariates a patient")
        self.init(columns: ScaledColumns(covariates), likelihood: PartialLikelihood(followUp, ties: ties))
    }

    init(columns: ScaledColumns, likelihood: PartialLikelihood) {
        self.columns = columns
        self.likelihood = likelihood
    }

    /// The coefficients at one λ.
    public struct Fit: Sendable, Equatable {
        /// The penalty.
        public let lambda: Double
        /// For covariates as given, one each; 0 where it is left out.
        public let coefficients: [Double]
        /// For columns of variance 1.
        let scaled: [Double]

        /// The places of the covariates that are left in.
        public var selected: [Int] { scaled.indices.filter { scaled[$0] != 0 } }
    }

    /// The least λ at which every coefficient is 0.
    public var greatestLambda: Double {
        let slope = likelihood.slope(Array(repeating: 0, count: likelihood.count)).slope
        let steepest = (0..<columns.count).map { abs(columns.product($0, slope)) }.max() ?? 0
        return steepest / Double(likelihood.count)
    }

    /// `count` values of λ from the greatest down to a share of it, evenly on the logarithmic scale.
    public func lambdas(_ count: Int = 60, downTo share: Double = 0.01) -> [Double] {
        precondition(count > 1 && share > 0 && share < 1, "two or more values, down to a share in (0, 1)")
        let greatest = greatestLambda
        return (0..<count).map { greatest * pow(share, Double($0) / Double(count - 1)) }
    }

    /// The fit at each λ, in the order given; descending values are fastest.
    ///
    /// Not estimable without events, and where a λ does not settle.
    public func path(_ lambdas: [Double]) -> Result<[Fit], NotEstimable> {
        guard likelihood.events > 0 else { return .failure(.noEvents) }
        var fits: [Fit] = []
        var start = [Double](repeating: 0, count: columns.count)
        for lambda in lambdas {
            guard let scaled = coefficients(at: lambda, from: start) else {
                return .failure(.noConvergence("LASSO Cox model"))
            }
            fits.append(Fit(lambda: lambda, coefficients: columns.unscaled(scaled), scaled: scaled))
            start = scaled
        }
        return .success(fits)
    }

    /// The partial log likelihood at a fit's coefficients.
    func logLikelihood(_ fit: Fit) -> Double { likelihood.value(columns.predictors(fit.scaled)) }
}

extension LassoCox {
    /// Most quadratic approximations, and most sweeps within one.
    private static let approximations = 200
    private static let sweeps = 10_000
    /// In units of standard deviations of a column; the conditions of the optimum then hold to about as much.
    private static let tolerance = 1e-9

    private func coefficients(at lambda: Double, from start: [Double]) -> [Double]? {
        var now = start
        var objective = objective(now, lambda)
        for _ in 0..<Self.approximations {
            let predictors = columns.predictors(now)
            let slope = likelihood.slope(predictors).slope
            let pulls = (0..<columns.count).map { columns.product($0, slope) }
            let threshold = lambda * Double(likelihood.count)
            // A column at 0 stays there while its pull is within the penalty.
            let active = now.indices.filter { now[$0] != 0 || abs(pulls[$0]) > threshold * (1 + 1e-10) }
            let information = likelihood.information(predictors, slope, columns, active)
            let target = quadraticOptimum(now, active, pulls, information, threshold)
            let next = shortened(from: now, to: target, lambda, objective)
            let moved = zip(now, next.coefficients).map { abs($0 - $1) }.max() ?? 0
            (now, objective) = next
            if moved < Self.tolerance { return now }
        }
        return nil
    }

    private func objective(_ scaled: [Double], _ lambda: Double) -> Double {
        -likelihood.value(columns.predictors(scaled)) / Double(likelihood.count)
            + lambda * scaled.reduce(0) { $0 + abs($1) }
    }

    /// Far from the optimum the quadratic is no likeness of the likelihood, and a whole step may pass it by.
    private func shortened(
        from now: [Double],
        to target: [Double],
        _ lambda: Double,
        _ before: Double
    ) -> (coefficients: [Double], objective: Double) {
        var length = 1.0
        while length > 1e-6 {
            let tried = length == 1 ? target : zip(now, target).map { $0 + length * ($1 - $0) }
            let there = objective(tried, lambda)
            if there <= before + 1e-14 * abs(before) { return (tried, there) }
            length *= 0.5
        }
        return (now, before)
    }

    /// Minimises the quadratic about `now` by cyclic coordinate descent among the active columns.
    private func quadraticOptimum(
        _ now: [Double],
        _ active: [Int],
        _ pulls: [Double],
        _ information: [[Double]],
        _ threshold: Double
    ) -> [Double] {
        var scaled = now
        // The slope of the quadratic by each active column, where the coefficients are.
        var slopes = active.map { pulls[$0] }
        for _ in 0..<Self.sweeps {
            var moved = 0.0
            for (place, column) in active.enumerated() where information[place][place] > 0 {
                let curvature = information[place][place]
                let pull = slopes[place] + curvature * scaled[column]
                let next = pull > threshold ? pull - threshold : pull < -threshold ? pull + threshold : 0
                let step = next / curvature - scaled[column]
                guard step != 0 else { continue }
                scaled[column] += step
                for other in slopes.indices { slopes[other] -= step * information[place][other] }
                moved = max(moved, abs(step))
            }
            if moved < Self.tolerance / 10 { break }
        }
        return scaled
    }
}
