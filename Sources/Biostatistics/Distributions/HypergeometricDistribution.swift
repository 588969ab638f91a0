import Foundation

/// The hypergeometric distribution: marked ones among draws without replacement.
public struct HypergeometricDistribution: Sendable, Equatable {
    /// Marked in the urn.
    public let marked: Int
    /// Not marked in the urn.
    public let unmarked: Int
    /// Drawn from the urn.
    public let draws: Int

    /// Counts are at least 0; draws are at most all in the urn.
    public init(marked: Int, unmarked: Int, draws: Int) {
        precondition(marked >= 0 && unmarked >= 0, "counts must not be negative")
        precondition(draws >= 0 && draws <= marked + unmarked, "draws must lie in 0...all")
        self.marked = marked
        self.unmarked = unmarked
        self.draws = draws
    }

    /// All values that can occur.
    public var support: ClosedRange<Int> { max(0, draws - unmarked)...min(draws, marked) }

    /// P(X = k): R `dhyper(k, marked, unmarked, draws)`.
    ///
    /// A ratio of three binomial probabilities at the share drawn, so that no logarithm of a large factorial occurs.
    public func mass(_ k: Int) -> Double {
        guard support.contains(k) else { return 0 }
        let total = marked + unmarked
        guard draws > 0, draws < total else { return 1 }
        let share = Double(draws) / Double(total)
        let logMass =
            BinomialDistribution.logKernel(Double(k), Double(marked), share)
            + BinomialDistribution.logKernel(Double(draws - k), Double(unmarked), share)
            - BinomialDistribution.logKernel(Double(draws), Double(total), share)
        return exp(logMass)
    }

    /// P(X ≤ k): R `phyper(k, marked, unmarked, draws)`, with full relative accuracy where it is small.
    public func cumulative(_ k: Int) -> Double {
        if k < support.lowerBound { return 0 }
        if k >= support.upperBound { return 1 }
        return Double(k) < mean ? sumDown(from: k) : 1 - sumUp(from: k + 1)
    }

    /// P(X ≥ k), k itself included, with full relative accuracy where it is small.
    public func upperTail(_ k: Int) -> Double {
        if k <= support.lowerBound { return 1 }
        if k > support.upperBound { return 0 }
        return Double(k) > mean ? sumUp(from: k) : 1 - sumDown(from: k - 1)
    }

    /// The smallest k with P(X ≤ k) ≥ q: R `qhyper(q, marked, unmarked, draws)`.
    public func quantile(_ q: Double) -> Int {
        precondition(q >= 0 && q <= 1, "a probability lies in 0...1")
        var (low, high) = (support.lowerBound, support.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if cumulative(middle) >= q { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private var mean: Double {
        draws == 0 ? 0 : Double(draws) * (Double(marked) / (Double(marked) + Double(unmarked)))
    }

    /// P(X = k + 1) / P(X = k).
    private func ratio(_ k: Int) -> Double {
        let up = Double(marked - k) * Double(draws - k)
        return up / (Double(k + 1) * Double(unmarked - draws + k + 1))
    }

    /// The probabilities of k and below, from the largest on, until they add nothing.
    private func sumDown(from k: Int) -> Double {
        var (term, sum) = (1.0, 1.0)
        for j in stride(from: k - 1, through: support.lowerBound, by: -1) {
            term /= ratio(j)
            sum += term
            if term < 1e-18 * sum { break }
        }
        return mass(k) * sum
    }

    /// The probabilities of k and above.
    private func sumUp(from k: Int) -> Double {
        var (term, sum) = (1.0, 1.0)
        for j in k..<support.upperBound {
            term *= ratio(j)
            sum += term
            if term < 1e-18 * sum { break }
        }
        return mass(k) * sum
    }
}
