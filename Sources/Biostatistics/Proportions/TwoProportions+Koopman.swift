import Foundation

extension TwoProportions {
    /// Koopman's score interval of first over second, which exists at zero cells too; nil where a group is empty.
    ///
    /// The lower limit is 0 without events in the first group, the upper infinite without events in the second.
    /// Source: Koopman, Biometrics 40 (1984) 513.
    public func koopmanInterval(level: Double = 0.95) -> Interval? {
        guard first.total > 0, second.total > 0 else { return nil }
        let z = NormalDistribution.criticalValue(level: level)
        return Interval(
            lower: first.events == 0 ? 0 : ratio(whereScoreIs: z),
            upper: second.events == 0 ? .infinity : ratio(whereScoreIs: -z),
            level: level,
            method: .koopman
        )
    }

    /// The ratio at which the score statistic takes a value, by bisection of its logarithm: the statistic only falls.
    private func ratio(whereScoreIs target: Double) -> Double {
        var (low, high) = (-100.0, 100.0)
        while true {
            let middle = 0.5 * (low + high)
            guard middle > low, middle < high else { return exp(middle) }
            if score(ratio: exp(middle)) > target { low = middle } else { high = middle }
        }
    }

    /// The signed score statistic of the hypothesis p₁ = ratio · p₂.
    private func score(ratio: Double) -> Double {
        let (x1, n1) = (Double(first.events), Double(first.total))
        let (x2, n2) = (Double(second.events), Double(second.total))
        let p2 = restrictedSecond(ratio: ratio)
        let p1 = min(1, ratio * p2)
        let variance = p1 * (1 - p1) / n1 + ratio * ratio * p2 * max(0, 1 - p2) / n2
        let difference = x1 / n1 - ratio * x2 / n2
        return difference == 0 ? 0 : difference / variance.squareRoot()
    }

    /// Maximum-likelihood p₂ under p₁ = ratio · p₂: the smaller root of a quadratic, in its cancellation-free form.
    private func restrictedSecond(ratio: Double) -> Double {
        let (x1, n1) = (Double(first.events), Double(first.total))
        let (x2, n2) = (Double(second.events), Double(second.total))
        let a = (n1 + n2) * ratio
        let b = ratio * (n1 + x2) + n2 + x1
        let c = x1 + x2
        return 2 * c / (b + max(0, b * b - 4 * a * c).squareRoot())
    }
}
