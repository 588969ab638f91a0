import Foundation

extension LogisticRegression {
    /// A place in the space of coefficients.
    struct Position {
        /// Coefficients of the orthogonal columns.
        var gamma: [Double]
        /// Linear predictor of every observation.
        var predictor: ContiguousArray<Double>
        var logLikelihood: Double
    }

    /// How the ascent of the likelihood ended.
    enum Ascent {
        case maximum(Position)
        /// The likelihood rises for ever along this change of the linear predictors.
        case separated(ContiguousArray<Double>)
        /// Rounding or overflow ended it.
        case lost
    }

    /// Newton's method from zero, each step halved until the likelihood does not fall.
    ///
    /// Separation is certain as soon as a step moves no observation towards the other outcome; at a maximum there is no
    /// such direction, because the residuals are orthogonal to every column.
    func ascend() -> Ascent {
        var position = Position(
            gamma: Array(repeating: 0, count: rank),
            predictor: ContiguousArray(offset),
            logLikelihood: 0
        )
        position.logLikelihood = logLikelihood(position.predictor)
        var lastMove = ContiguousArray<Double>()
        var lastSize = Double.infinity
        for iteration in 0..<200 {
            let (gradient, information) = derivatives(at: position.predictor)
            guard let factor = Cholesky(information, tolerance: 1e-13) else { return verdict(on: lastMove) }
            let step = factor.solve(gradient)
            let move = change(of: step)
            let size = move.reduce(0) { max($0, abs($1)) }
            guard size.isFinite else { return verdict(on: lastMove) }
            advance(&position, by: step, move)
            let scale = 1 + position.predictor.reduce(0) { max($0, abs($1)) }
            if size <= 1e-12 * scale || (size <= 1e-8 * scale && size > 0.25 * lastSize) { return .maximum(position) }
            if iteration >= 8, size > 0.1, separates(move) { return .separated(move) }
            (lastMove, lastSize) = (move, size)
        }
        return verdict(on: lastMove)
    }

    /// The information became singular although the columns are independent: the last step says along what.
    private func verdict(on move: ContiguousArray<Double>) -> Ascent {
        !move.isEmpty && separates(move) ? .separated(move) : .lost
    }

    /// Whether a change of the predictors takes observations towards their own outcome and none away from it.
    private func separates(_ move: ContiguousArray<Double>) -> Bool {
        let largest = move.reduce(0) { max($0, abs($1)) }
        return largest > 0 && move.indices.allSatisfy { (outcomes[$0] ? move[$0] : -move[$0]) > -1e-7 * largest }
    }

    private func advance(_ position: inout Position, by step: [Double], _ move: ContiguousArray<Double>) {
        var factor = 1.0
        let slack = 1e-10 * (1 + abs(position.logLikelihood))
        for _ in 0..<40 {
            let predictor = ContiguousArray(zip(position.predictor, move).map { $0 + factor * $1 })
            let reached = logLikelihood(predictor)
            if reached >= position.logLikelihood - slack {
                position.gamma = zip(position.gamma, step).map { $0 + factor * $1 }
                position.predictor = predictor
                position.logLikelihood = reached
                return
            }
            factor *= 0.5
        }
    }

    /// Σ w ln P(observed outcome).
    func logLikelihood(_ predictor: ContiguousArray<Double>) -> Double {
        var sum = CompensatedSum()
        for i in predictor.indices {
            let towards = outcomes[i] ? predictor[i] : -predictor[i]
            sum.add(-weights[i] * (towards > 0 ? log1p(exp(-towards)) : log1p(exp(towards)) - towards))
        }
        return sum.value
    }

    /// The score and the information matrix, in the orthogonal columns.
    func derivatives(at predictor: ContiguousArray<Double>) -> (gradient: [Double], information: [[Double]]) {
        let rank = rank
        var gradient = Array(repeating: 0.0, count: rank)
        var sums = Array(repeating: 0.0, count: rank * rank)
        design.values.withUnsafeBufferPointer { rows in
            for i in predictor.indices {
                let small = exp(-abs(predictor[i]))
                let spread = weights[i] * small / ((1 + small) * (1 + small))
                let sign: Double = outcomes[i] ? 1 : -1
                let residual = sign * weights[i] / (1 + exp(sign * predictor[i]))
                let row = i * rank
                for j in 0..<rank {
                    gradient[j] += residual * rows[row + j]
                    let scaled = spread * rows[row + j]
                    for k in 0...j { sums[j * rank + k] += scaled * rows[row + k] }
                }
            }
        }
        let information = (0..<rank).map { j in (0..<rank).map { k in sums[max(j, k) * rank + min(j, k)] } }
        return (gradient, information)
    }

    /// What a step of the coefficients does to every linear predictor.
    private func change(of step: [Double]) -> ContiguousArray<Double> {
        let rank = rank
        return design.values.withUnsafeBufferPointer { rows in
            ContiguousArray(
                outcomes.indices.map { i in
                    var sum = 0.0
                    for j in 0..<rank { sum += rows[i * rank + j] * step[j] }
                    return sum
                }
            )
        }
    }
}
