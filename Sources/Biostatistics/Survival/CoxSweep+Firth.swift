import Foundation

extension CoxSweep {
    /// Adds Firth's penalty, ½ log |I|, to the log likelihood and its slope, ½ tr(I⁻¹ ∂I/∂β), to the score.
    ///
    /// No likelihood where the information is not positive definite. Sources: Firth, Biometrika 80 (1993) 27; Heinze and
    /// Schemper, Biometrics 57 (2001) 114.
    func penalised(_ plain: Derivatives, at coefficients: [Double]) -> Derivatives {
        var found = plain
        guard let factor = Cholesky(plain.matrix) else {
            found.logLikelihood = -.infinity
            return found
        }
        // The information of covariates in their own units, which standard deviations make larger.
        found.logLikelihood += factor.logDeterminant / 2 + data.scales.reduce(0) { $0 + log($1) }
        for (column, trace) in traces(coefficients, factor.inverse).enumerated() { found.score[column] += trace / 2 }
        return found
    }

    /// tr(A ∂I/∂βᵣ) for each covariate r.
    ///
    /// The slope of a covariance by βᵣ is a third central moment, so that a risk set of mean m and covariance V brings
    /// E[(x − m)ᵣ (x − m)ᵀA(x − m)] = cov(xᵣ, xᵀAx) − 2 (V A m)ᵣ: one pass of O(n p²) more.
    private func traces(_ coefficients: [Double], _ matrix: [[Double]]) -> [Double] {
        let width = data.covariates
        let predictors = linearPredictors(coefficients)
        let shift = predictors.max() ?? 0
        var traces = [Double](repeating: 0, count: width)
        for range in data.strata {
            var (all, tied) = (Moments(width: width), Moments(width: width))
            var end = range.upperBound
            while end > range.lowerBound {
                let start = startOfTime(end, in: range)
                var deaths = 0
                for patient in start..<end {
                    let row = data.rows[patient * width..<(patient + 1) * width]
                    let risk = exp(predictors[patient] - shift)
                    all.add(risk, row, matrix)
                    guard FollowUpKey(bits: data.keys[patient]).isEvent else { continue }
                    if deaths == 0 { tied = Moments(width: width) }
                    tied.add(risk, row, matrix)
                    deaths += 1
                }
                for step in 0..<deaths {
                    let gone = ties == .efron ? Double(step) / Double(deaths) : 0
                    all.addTraces(without: gone, of: tied, matrix, to: &traces)
                }
                end = start
            }
        }
        return traces
    }

    /// Sums over a risk set of w, w·x, w·xxᵀ (the lower triangle), w·q and w·q·x, where q = xᵀAx.
    private struct Moments {
        var weight = 0.0
        var first: [Double]
        var second: [Double]
        var form = 0.0
        var formTimesFirst: [Double]

        init(width: Int) {
            first = Array(repeating: 0, count: width)
            second = Array(repeating: 0, count: width * (width + 1) / 2)
            formTimesFirst = first
        }

        mutating func add(_ weight: Double, _ row: ArraySlice<Double>, _ matrix: [[Double]]) {
            let start = row.startIndex
            var (cell, quadratic) = (0, 0.0)
            for i in first.indices {
                let value = row[start + i]
                for j in 0...i {
                    let product = value * row[start + j]
                    second[cell] += weight * product
                    quadratic += (i == j ? 1 : 2) * matrix[i][j] * product
                    cell += 1
                }
                first[i] += weight * value
            }
            self.weight += weight
            form += weight * quadratic
            for i in first.indices { formTimesFirst[i] += weight * quadratic * row[start + i] }
        }

        /// The term of the risk set in which a share of the tied events has gone.
        func addTraces(without gone: Double, of tied: Moments, _ matrix: [[Double]], to traces: inout [Double]) {
            let total = weight - gone * tied.weight
            let mean = zip(first, tied.first).map { ($0 - gone * $1) / total }
            let meanForm = (form - gone * tied.form) / total
            let turned = matrix.map { zip($0, mean).reduce(0) { $0 + $1.0 * $1.1 } }
            for i in traces.indices {
                var around = 0.0
                for j in traces.indices {
                    let cell = max(i, j) * (max(i, j) + 1) / 2 + min(i, j)
                    let product = (second[cell] - gone * tied.second[cell]) / total
                    around += (product - mean[i] * mean[j]) * turned[j]
                }
                let crossed = (formTimesFirst[i] - gone * tied.formTimesFirst[i]) / total
                traces[i] += crossed - mean[i] * meanForm - 2 * around
            }
        }
    }
}
