import Foundation

extension LassoCox {
    /// How well each λ foretells patients who were left out, and what that says of the covariates.
    public struct CrossValidation: Sendable {
        /// One λ.
        public struct Point: Sendable, Equatable {
            /// The penalty.
            public let lambda: Double
            /// Mean deviance an event of the patients left out: −2(ℓ(all) − ℓ(others)), both at the others' fit.
            public let deviance: Double
            /// Of the mean, over folds.
            public let standardError: Double
            /// Covariates left in at this λ by the fit to all.
            public let selected: Int
        }

        /// In descending order of λ.
        public let points: [Point]
        /// The place of the least deviance.
        public let best: Int
        /// The place of the greatest λ whose deviance is within a standard error of the least.
        public let sparsest: Int
        /// The fit to all patients at each λ.
        public let fits: [Fit]
    }

    /// Chooses λ by cross-validation on the partial likelihood; folds are 0, 1, … one a patient.
    ///
    /// Not estimable without events, where a fold holds all or none of them, and where a fit does not settle.
    /// Sources: Verweij and van Houwelingen, Statistics in Medicine 12 (1993) 2305, for the deviance; Hastie,
    /// Tibshirani and Friedman, The Elements of Statistical Learning (2009), 7.10, for the rule of one standard error.
    public static func crossValidated(
        _ followUp: FollowUp,
        covariates: [[Double]],
        folds: [Int],
        ties: TieHandling = .efron,
        progress: (Int, Int) -> Void = { _, _ in }
    ) -> Result<CrossValidation, NotEstimable> {
        precondition(folds.count == followUp.count, "one fold a patient")
        let all = LassoCox(followUp, covariates: covariates, ties: ties)
        let lambdas = all.lambdas()
        let count = (folds.max() ?? -1) + 1
        return all.path(lambdas).flatMap { fits in
            progress(1, count + 1)
            var parts: [(events: Int, deviances: [Double])] = []
            for fold in 0..<count {
                let kept = folds.indices.filter { folds[$0] != fold }
                let others = PartialLikelihood(followUp.subset(kept), ties: ties)
                let events = all.likelihood.events - others.events
                guard events > 0, others.events > 0 else {
                    return .failure(.undefined("a fold holds all events or none"))
                }
                switch LassoCox(columns: all.columns.subset(kept), likelihood: others).path(lambdas) {
                case .failure(let reason): return .failure(reason)
                case .success(let path):
                    let deviances = path.map { fit in
                        let predictors = all.columns.predictors(fit.scaled)
                        let gained = all.likelihood.value(predictors) - others.value(kept.map { predictors[$0] })
                        return -2 * gained / Double(events)
                    }
                    parts.append((events, deviances))
                }
                progress(fold + 2, count + 1)
            }
            return .success(CrossValidation(fits: fits, parts: parts))
        }
    }
}

extension LassoCox.CrossValidation {
    fileprivate init(fits: [LassoCox.Fit], parts: [(events: Int, deviances: [Double])]) {
        let weight = Double(parts.reduce(0) { $0 + $1.events })
        points = fits.indices.map { place in
            let mean = parts.reduce(0.0) { $0 + Double($1.events) * $1.deviances[place] } / weight
            let spread = parts.reduce(0.0) { sum, part in
                sum + Double(part.events) * (part.deviances[place] - mean) * (part.deviances[place] - mean)
            }
            return Point(
                lambda: fits[place].lambda,
                deviance: mean,
                standardError: (spread / weight / Double(max(1, parts.count - 1))).squareRoot(),
                selected: fits[place].selected.count
            )
        }
        let deviances = points.map(\.deviance)
        best = deviances.indices.min { deviances[$0] < deviances[$1] } ?? 0
        let limit = points[best].deviance + points[best].standardError
        sparsest = deviances.firstIndex { $0 <= limit } ?? best
        self.fits = fits
    }
}
