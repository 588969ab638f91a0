/// Whether effects change over time: a score test for each covariate and for all together.
public struct ProportionalHazardsTest: Sendable {
    /// One a covariate, with one degree of freedom.
    public let covariates: [Result<ChiSquareTest, NotEstimable>]
    /// All covariates at once.
    public let global: Result<ChiSquareTest, NotEstimable>
}

extension CoxModel {
    /// The scale of time on which a change of effect is sought.
    public enum TimeScale: Sendable {
        /// 1 − S(t−) by Kaplan and Meier of all patients together: R's default.
        case kaplanMeier
        /// Time itself.
        case identity
    }

    /// Tests whether a covariate's effect changes with a function g of time, by adding x·g(t) to the model.
    ///
    /// Score test at the fitted coefficients, from the information of the model with x and x·g(t).
    /// Equals R `cox.zph(fit, transform, terms = FALSE)`. Source: Grambsch and Therneau, Biometrika 81 (1994) 515.
    public func proportionalHazardsTest(_ scale: TimeScale) -> ProportionalHazardsTest {
        let moments = timeMoments(scale)
        let columns = coefficients.indices
        guard let factor = Cholesky(moments.plain) else {
            let reason = NotEstimable.noVariation(of: "a covariate among those at risk")
            return ProportionalHazardsTest(covariates: columns.map { _ in .failure(reason) }, global: .failure(reason))
        }
        // What is left of the information on x·g(t) once x is known.
        let solved = columns.map { factor.solve(moments.linear[$0]) }
        let remaining = columns.map { i in
            columns.map { j in
                moments.quadratic[i][j] - columns.reduce(0) { $0 + moments.linear[i][$1] * solved[j][$1] }
            }
        }
        func test(_ columns: [Int]) -> Result<ChiSquareTest, NotEstimable> {
            let rows = columns.map { i in columns.map { remaining[i][$0] } }
            let isNothing = columns.contains { remaining[$0][$0] <= 1e-11 * moments.quadratic[$0][$0] }
            guard !isNothing, let factor = Cholesky(rows) else {
                return .failure(.noVariation(of: "time, or a covariate over time"))
            }
            let statistic = factor.quadraticForm(columns.map { moments.score[$0] })
            return .success(ChiSquareTest(statistic, degreesOfFreedom: columns.count))
        }
        return ProportionalHazardsTest(covariates: columns.map { test([$0]) }, global: test(Array(columns)))
    }

    /// Sums over event times of score times g, and of information times 1, g and g².
    private func timeMoments(_ scale: TimeScale) -> (
        score: [Double], plain: [[Double]], linear: [[Double]], quadratic: [[Double]]
    ) {
        let g = centredTimes(scale)
        let sweep = CoxSweep(data: data, ties: ties)
        var score = Array(repeating: 0.0, count: data.covariates)
        var sums = Array(repeating: Array(repeating: 0.0, count: sweep.triangle), count: 3)
        sweep.visit(scaled) { event in
            let g = g(event.time)
            for column in score.indices { score[column] += g * event.score[column] }
            for cell in 0..<sweep.triangle {
                let information = event.information[cell]
                sums[0][cell] += information
                sums[1][cell] += g * information
                sums[2][cell] += g * g * information
            }
        }
        let squares = sums.map { square($0, width: data.covariates) }
        return (score, squares[0], squares[1], squares[2])
    }

    /// g less its mean over the events, which changes no test and keeps digits.
    private func centredTimes(_ scale: TimeScale) -> (Double) -> Double {
        var keys = data.keys
        RadixSort.sort(&keys)
        let steps = KaplanMeier(RiskTable(sortedKeys: keys)).steps
        let values = steps.indices.map { place -> Double in
            switch scale {
            case .identity: steps[place].time
            case .kaplanMeier: place > 0 ? 1 - steps[place - 1].survival : 0
            }
        }
        let sum = CompensatedSum.of(zip(values, steps).lazy.map { $0 * Double($1.events) })
        let mean = sum / Double(data.events)
        return { time in values[steps.partitioningIndex { $0.time >= time }] - mean }
    }
}
