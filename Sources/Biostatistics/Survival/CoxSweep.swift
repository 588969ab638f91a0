import Foundation

/// How a Cox model treats events at the same time.
public enum TieHandling: Sendable {
    /// Each of d tied events meets a risk set from which a growing share of the others has gone. The default, as in R.
    case efron
    /// Each tied event meets the whole risk set.
    case breslow
}

/// What is added to the partial log likelihood of a Cox model before it is made as large as it can be.
public enum CoxPenalty: Sendable {
    case none
    /// Firth's: half the log determinant of the information, which takes the first-order bias off coefficients and keeps
    /// them finite where the likelihood has no maximum.
    case firth
}

/// One pass through the risk sets of a Cox model at given coefficients, from the last time back: O(n p²).
struct CoxSweep {
    /// What one event time contributes.
    struct EventTime {
        let stratum: Int
        let time: Double
        let logLikelihood: Double
        /// Increment of the cumulative hazard of a patient with average covariates.
        let hazard: Double
        /// Covariates of the events less what was expected of the risk set: one value a covariate.
        let score: UnsafeBufferPointer<Double>
        /// The lower triangle of the information, row by row.
        let information: UnsafeBufferPointer<Double>
    }

    let data: CoxData
    let ties: TieHandling
    var penalty = CoxPenalty.none

    /// Number of values in a triangle.
    var triangle: Int { data.covariates * (data.covariates + 1) / 2 }

    /// Calls back for every event time, in each stratum from the last to the first.
    ///
    /// Coefficients are of scaled columns.
    func visit(_ coefficients: [Double], _ body: (EventTime) -> Void) {
        let predictors = linearPredictors(coefficients)
        let shift = predictors.max() ?? 0
        let sums = RiskSums(width: data.covariates)
        defer { sums.deallocate() }
        data.rows.withUnsafeBufferPointer { rows in
            for (stratum, range) in data.strata.enumerated() {
                sums.clear()
                var end = range.upperBound
                while end > range.lowerBound {
                    let start = startOfTime(end, in: range)
                    let deaths = sums.add(start..<end, data.keys, rows, predictors, shift)
                    if deaths > 0 {
                        let time = FollowUpKey(bits: data.keys[start]).time
                        body(sums.eventTime(stratum, time, deaths: deaths, ties: ties, shift: shift))
                    }
                    end = start
                }
            }
        }
    }

    /// The predictor of each sorted patient, 0 for one with average covariates.
    func linearPredictors(_ coefficients: [Double]) -> [Double] {
        let width = data.covariates
        return data.rows.withUnsafeBufferPointer { rows in
            (0..<data.observations).map { patient in
                var sum = 0.0
                for column in 0..<width { sum += rows[patient * width + column] * coefficients[column] }
                return sum
            }
        }
    }

    func startOfTime(_ end: Int, in range: Range<Int>) -> Int {
        let time = FollowUpKey(bits: data.keys[end - 1]).timeBits
        var start = end - 1
        while start > range.lowerBound, FollowUpKey(bits: data.keys[start - 1]).timeBits == time { start -= 1 }
        return start
    }
}

extension CoxSweep {
    /// Log likelihood and its slope, both with the penalty, and the information of the likelihood alone.
    struct Derivatives {
        var logLikelihood = 0.0
        var score: [Double]
        var information: [Double]

        /// The information as a square matrix.
        var matrix: [[Double]] { square(information, width: score.count) }
    }

    func derivatives(_ coefficients: [Double]) -> Derivatives {
        var score = Array(repeating: 0.0, count: data.covariates)
        var information = Array(repeating: 0.0, count: triangle)
        var logLikelihood = CompensatedSum()
        visit(coefficients) { event in
            logLikelihood.add(event.logLikelihood)
            for column in score.indices { score[column] += event.score[column] }
            for cell in information.indices { information[cell] += event.information[cell] }
        }
        let plain = Derivatives(logLikelihood: logLikelihood.value, score: score, information: information)
        return penalty == .firth ? penalised(plain, at: coefficients) : plain
    }
}

/// A symmetric matrix from its lower triangle.
func square(_ triangle: [Double], width: Int) -> [[Double]] {
    (0..<width).map { i in (0..<width).map { j in triangle[max(i, j) * (max(i, j) + 1) / 2 + min(i, j)] } }
}
