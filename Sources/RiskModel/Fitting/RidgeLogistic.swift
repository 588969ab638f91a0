import Foundation

/// Logistic regression with a squared penalty, by Newton's method.
///
/// Minimises mean log loss + λ/2·‖β‖² over standardised features; the intercept is not penalised. The mean is weighted
/// where rows have weights.
/// Source: le Cessie and van Houwelingen, Applied Statistics 1992;41:191–201.
struct RidgeLogistic {
    /// Most Newton steps, and most halvings of one step.
    private static let stepLimit = 50
    private static let halvingLimit = 20
    /// A fit ends when no coefficient moves by more.
    private static let tolerance = 1e-9

    let features: StandardisedFeatures
    /// By row of `features`.
    let labels: [Bool]
    /// The rows to fit to.
    let rows: [Int]
    let penalty: Double
    /// Added to the linear predictor, by row of `features`; nil for nothing.
    var offsets: [Double]?
    /// By row of `features`; nil where every row counts once.
    var weights: [Double]?

    /// Coefficients, intercept first.
    ///
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` when Newton's method does not settle.
    func fit(from start: [Double]) throws -> [Double] {
        var coefficients = start
        var loss = objective(coefficients)
        for _ in 0..<Self.stepLimit {
            let step = try newtonStep(coefficients)
            let next = shortened(step, from: coefficients, loss: loss)
            coefficients = next.coefficients
            loss = next.loss
            if step.allSatisfy({ abs($0) <= Self.tolerance }) || next.stuck { return coefficients }
        }
        throw RiskModelError.cannotFit(reason: "logistic regression did not settle in \(Self.stepLimit) steps")
    }

    /// Mean log loss of other rows at these coefficients.
    func logLoss(_ coefficients: [Double], rows: [Int]) -> Double {
        let losses = rows.map { row in
            let predictor = predictor(row, coefficients)
            let loss = max(predictor, 0) - (labels[row] ? predictor : 0) + log1p(exp(-abs(predictor)))
            return weight(row) * loss
        }
        return losses.reduce(0, +) / max(.leastNormalMagnitude, rows.reduce(0) { $0 + weight($1) })
    }

    private func predictor(_ row: Int, _ coefficients: [Double]) -> Double {
        features.predictor(row, coefficients) + (offsets?[row] ?? 0)
    }

    private func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    private func objective(_ coefficients: [Double]) -> Double {
        logLoss(coefficients, rows: rows) + penalty / 2 * coefficients.dropFirst().reduce(0) { $0 + $1 * $1 }
    }

    /// Halves the step until the objective no longer grows; stuck at the limit of double precision.
    private func shortened(
        _ step: [Double],
        from coefficients: [Double],
        loss: Double
    ) -> (coefficients: [Double], loss: Double, stuck: Bool) {
        var factor = 1.0
        for _ in 0..<Self.halvingLimit {
            let trial = zip(coefficients, step).map { $0 + factor * $1 }
            let trialLoss = objective(trial)
            if trialLoss <= loss { return (trial, trialLoss, false) }
            factor /= 2
        }
        return (coefficients, loss, true)
    }

    private func newtonStep(_ coefficients: [Double]) throws -> [Double] {
        let scale = 1 / rows.reduce(0) { $0 + weight($1) }
        let probabilities = rows.map { 1 / (1 + exp(-predictor($0, coefficients))) }
        var gradient = coefficients.map { -penalty * $0 }
        gradient[0] = 0
        for (row, probability) in zip(rows, probabilities) {
            let residual = ((labels[row] ? 1 : 0) - probability) * scale * weight(row)
            let start = row * features.columns
            for column in gradient.indices { gradient[column] += residual * features.values[start + column] }
        }
        var hessian = weightedGram(zip(rows, probabilities).map { $1 * (1 - $1) * scale * weight($0) })
        for column in gradient.indices {
            hessian[column * gradient.count + column] += column == 0 ? 1e-12 : penalty
        }
        guard let factor = CholeskyFactor(hessian, size: gradient.count) else {
            throw RiskModelError.cannotFit(reason: "the features are collinear beyond repair; raise the penalty")
        }
        return factor.solve(gradient)
    }

    /// Lower triangle of XᵀWX.
    ///
    /// Four rows at a time, because the triangle is larger than the nearest cache.
    private func weightedGram(_ weights: [Double]) -> [Double] {
        let size = features.columns
        var gram = [Double](repeating: 0, count: size * size)
        features.values.withUnsafeBufferPointer { x in
            gram.withUnsafeMutableBufferPointer { gram in
                for group in stride(from: 0, to: rows.count, by: 4) {
                    let members = (0..<4).map { min(group + $0, rows.count - 1) }
                    let starts = members.map { rows[$0] * size }
                    let (a, b, c, d) = (starts[0], starts[1], starts[2], starts[3])
                    let w = (0..<4).map { group + $0 < rows.count ? weights[group + $0] : 0 }
                    for i in 0..<size {
                        let (wa, wb) = (w[0] * x[a + i], w[1] * x[b + i])
                        let (wc, wd) = (w[2] * x[c + i], w[3] * x[d + i])
                        for j in 0...i {
                            gram[i * size + j] += wa * x[a + j] + wb * x[b + j] + wc * x[c + j] + wd * x[d + j]
                        }
                    }
                }
            }
        }
        return gram
    }
}
