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
    public func mass(_ k: Int) -> Double { support.contains(k) ? exp(logMass(k)) : 0 }

    /// ln P(X = k) for a k of the support.
    func logMass(_ k: Int) -> Double {
        let total = marked + unmarked
        guard draws > 0, draws < total else { return 0 }
        let share = Double(draws) / Double(total)
        return BinomialDistribution.logKernel(Double(k), Double(marked), share)
            + BinomialDistribution.logKernel(Double(draws - k), Double(unmarked), share)
            - BinomialDistribution.logKernel(Double(draws), Double(total), share)
    }

    /// The most probable value.
    var mode: Int {
        let place = (Double(draws) + 1) * ((Double(marked) + 1) / (Double(marked) + Double(unmarked) + 2))
        return min(support.upperBound, max(support.lowerBound, Int(place)))
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
    func ratio(_ k: Int) -> Double {
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

extension HypergeometricDistribution {
    /// A draw by one uniform deviate: values are taken off in turns on both sides of the mode until it is used up.
    func draw(using generator: inout Xoshiro256StarStar) -> Int {
        var rest = generator.uniform()
        let mode = mode
        let peak = mass(mode)
        rest -= peak
        if rest < 0 { return mode }
        var (low, high) = ((value: mode, mass: peak), (value: mode, mass: peak))
        while low.value > support.lowerBound || high.value < support.upperBound {
            if high.value < support.upperBound {
                high = (high.value + 1, high.mass * ratio(high.value))
                rest -= high.mass
                if rest < 0 { return high.value }
            }
            if low.value > support.lowerBound {
                low = (low.value - 1, low.mass / ratio(low.value - 1))
                rest -= low.mass
                if rest < 0 { return low.value }
            }
            if low.mass + high.mass < 1e-300 { break }
        }
        return mode
    }
}
