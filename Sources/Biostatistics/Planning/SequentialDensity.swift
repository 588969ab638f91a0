import Foundation

/// The sub-density of the Z statistic at a look, of the trials that have not been stopped before.
///
/// Recursive integration of Armitage, McPherson and Rowe (J R Stat Soc A 132 (1969) 235): the density at a look is the
/// integral, over the statistics that went on at the look before, of normal transitions. Gauss–Legendre nodes lie in
/// panels no wider than the narrowest transition on either side, so that the error is that of rounding.
struct SequentialDensity {
    /// Information of the look.
    private let information: Double
    private let drift: Double
    /// Where trials go on, ascending.
    private let nodes: ContiguousArray<Double>
    /// Density at the node times the weight of the quadrature.
    private let masses: ContiguousArray<Double>

    /// Trials that go on after a first look at a boundary; `next` is the information of the look that follows.
    init(information t: Double, boundary: Double, drift: Double, next: Double?) {
        let mean = drift * t.squareRoot()
        let grid = Self.grid(mean: mean, boundary: boundary, width: Self.width(t, before: nil, next: next))
        information = t
        self.drift = drift
        nodes = grid.nodes
        masses = ContiguousArray(zip(grid.nodes, grid.weights).map { $1 * NormalDistribution.density($0 - mean) })
    }

    /// Trials that go on after a later look.
    init(after previous: SequentialDensity, information t: Double, boundary: Double, next: Double?) {
        let mean = previous.drift * t.squareRoot()
        let width = Self.width(t, before: previous.information, next: next)
        let grid = Self.grid(mean: mean, boundary: boundary, width: width)
        information = t
        drift = previous.drift
        nodes = grid.nodes
        masses = ContiguousArray(zip(grid.nodes, grid.weights).map { $1 * previous.density(of: $0, at: t) })
    }

    /// The density of the statistic at a later look, of the trials that went on at this one.
    func density(of z: Double, at t: Double) -> Double {
        let step = Transition(from: information, to: t, drift: drift)
        let near = indices(around: step.likeliestStart(of: z), within: 9.5 * step.startSpread)
        var sum = 0.0
        for i in near { sum += masses[i] * NormalDistribution.density(step.standardized(z, from: nodes[i])) }
        return sum * step.density
    }

    /// P(statistic at a later look ≥ boundary, not stopped at this one).
    func exceedance(of boundary: Double, at t: Double) -> Double {
        let step = Transition(from: information, to: t, drift: drift)
        var sum = 0.0
        for i in nodes.indices {
            sum += masses[i] * NormalDistribution.upperTail(step.standardized(boundary, from: nodes[i]))
        }
        return sum
    }

    /// The boundary at a later look that is exceeded with a probability, by Newton's method on its logarithm.
    ///
    /// Infinite where the probability is too small to be told from zero.
    func boundary(exceededWith probability: Double, at t: Double) -> Double {
        guard probability > 1e-290 else { return .infinity }
        var (low, high) = (-40.0, 40.0)
        var boundary = -NormalDistribution.quantile(min(0.999_999, max(probability, 1e-300)))
        for _ in 0..<200 {
            let reached = exceedance(of: boundary, at: t)
            if reached > probability { low = boundary } else { high = boundary }
            let newton = boundary + log(reached / probability) * reached / density(of: boundary, at: t)
            let next = newton > low && newton < high ? newton : 0.5 * (low + high)
            let change = abs(next - boundary)
            boundary = next
            if change <= 1e-14 * max(1, abs(boundary)) { break }
        }
        return boundary
    }
}

/// The move of the Z statistic from one share of the information to a later one.
private struct Transition {
    private let start: Double
    private let end: Double
    private let spread: Double
    private let shift: Double

    init(from s: Double, to t: Double, drift: Double) {
        start = s.squareRoot()
        end = t.squareRoot()
        spread = (t - s).squareRoot()
        shift = drift * (t - s)
    }

    /// The increment, in standard deviations, that leads from one value to another.
    func standardized(_ z: Double, from u: Double) -> Double { (z * end - u * start - shift) / spread }

    /// Factor from a density of the standardized increment to one of the later statistic.
    var density: Double { end / spread }

    /// The value before from which no increment but the drift leads here.
    func likeliestStart(of z: Double) -> Double { (z * end - shift) / start }

    /// Standard deviation of the increment on the scale of the value before.
    var startSpread: Double { spread / start }
}

extension SequentialDensity {
    /// The nodes of a stretch.
    private func indices(around centre: Double, within distance: Double) -> Range<Int> {
        let first = firstIndex { $0 >= centre - distance }
        let end = firstIndex { $0 > centre + distance }
        return first..<max(first, end)
    }

    private func firstIndex(_ holds: (Double) -> Bool) -> Int {
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(nodes[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The widest panel that follows the density, which was smoothed by the last increment and will be by the next.
    private static func width(_ t: Double, before: Double?, next: Double?) -> Double {
        let last = before.map { ((t - $0) / t).squareRoot() } ?? 1
        let coming = next.map { (($0 - t) / t).squareRoot() } ?? 1
        return 1.5 * min(1, last, coming)
    }

    /// Panels of 16 Gauss–Legendre nodes from 10 below to the boundary, or to 14 above the mean where that comes first.
    private static func grid(
        mean: Double,
        boundary: Double,
        width: Double
    ) -> (nodes: ContiguousArray<Double>, weights: ContiguousArray<Double>) {
        let (lower, upper) = (min(mean, boundary) - 10, min(boundary, mean + 14))
        let panels = max(1, Int(((upper - lower) / width).rounded(.up)))
        let half = 0.5 * (upper - lower) / Double(panels)
        var (nodes, weights) = (ContiguousArray<Double>(), ContiguousArray<Double>())
        for panel in 0..<panels {
            let centre = lower + half * Double(2 * panel + 1)
            for (x, weight) in gaussLegendre {
                nodes.append(centre + half * x)
                weights.append(half * weight)
            }
        }
        return (nodes, weights)
    }

    /// Nodes and weights of 16 points on −1...1, by Newton's method on the Legendre polynomial.
    private static let gaussLegendre: [(node: Double, weight: Double)] = {
        let count = 16
        return (0..<count).map { place in
            var x = -cos(Double.pi * (Double(place) + 0.75) / (Double(count) + 0.5))
            var slope = 0.0
            for _ in 0..<20 {
                var (last, value) = (0.0, 1.0)
                for k in 1...count {
                    let k = Double(k)
                    (last, value) = (value, ((2 * k - 1) * x * value - (k - 1) * last) / k)
                }
                slope = Double(count) * (x * value - last) / (x * x - 1)
                x -= value / slope
            }
            return (x, 2 / ((1 - x * x) * slope * slope))
        }
    }()
}
