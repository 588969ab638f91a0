import Foundation

/// Adjustments of a family of p-values.
///
/// Equal R `p.adjust`, Šidák's excepted, which R has not.
public enum MultiplicityAdjustment: String, Sendable, CaseIterable {
    /// m·p.
    case bonferroni
    /// Stepwise Bonferroni from the smallest p: the default of a family.
    case holm
    /// Stepwise from the largest p; for independent or positively dependent tests.
    case hochberg
    /// Closed testing with Simes' test; never less powerful than Hochberg's.
    case hommel
    /// False discovery rate, independent or positively dependent tests.
    case benjaminiHochberg
    /// False discovery rate under any dependence.
    case benjaminiYekutieli
    /// 1 − (1 − p)^m; for independent tests.
    case sidak

    /// The adjusted p-values, in the order given; each p lies in [0, 1].
    public func adjust(_ p: [Double]) -> [Double] {
        precondition(p.allSatisfy { (0...1).contains($0) }, "a p-value lies in 0...1")
        let m = Double(p.count)
        switch self {
        case .bonferroni: return p.map { min(1, m * $0) }
        case .sidak: return p.map { -expm1(m * log1p(-$0)) }
        case .holm: return stepDown(p) { Double(p.count - $0) }
        case .hochberg: return stepUp(p) { Double(p.count - $0) }
        case .benjaminiHochberg: return stepUp(p) { m / Double($0 + 1) }
        case .benjaminiYekutieli:
            let harmonic = (1...max(1, p.count)).reduce(0.0) { $0 + 1 / Double($1) }
            return stepUp(p) { harmonic * (m / Double($0 + 1)) }
        case .hommel: return hommel(p)
        }
    }

    /// Running maxima of factor · p from the smallest p on; places counted from 0.
    private func stepDown(_ p: [Double], factor: (Int) -> Double) -> [Double] {
        var (adjusted, highest) = (p, 0.0)
        for (place, index) in Self.ascending(p).enumerated() {
            highest = max(highest, factor(place) * p[index])
            adjusted[index] = min(1, highest)
        }
        return adjusted
    }

    /// Running minima from the largest p down.
    private func stepUp(_ p: [Double], factor: (Int) -> Double) -> [Double] {
        var (adjusted, lowest) = (p, 1.0)
        for (place, index) in Self.ascending(p).enumerated().reversed() {
            lowest = min(lowest, factor(place) * p[index])
            adjusted[index] = lowest
        }
        return adjusted
    }

    /// Wright's algorithm, O(m²).
    ///
    /// Source: Wright, Biometrics 48 (1992) 1005.
    private func hommel(_ p: [Double]) -> [Double] {
        let m = p.count
        guard m > 1 else { return p }
        let order = Self.ascending(p)
        let sorted = order.map { p[$0] }
        let simes: Double = sorted.indices.map { Double(m) * sorted[$0] / Double($0 + 1) }.min() ?? 1
        var best = Array(repeating: simes, count: m)
        for size in stride(from: m - 1, to: 1, by: -1) {
            let tail = (m - size + 1)..<m
            let least: Double =
                tail.map { place in
                    let rank = Double(place - (m - size) + 1)
                    return Double(size) * sorted[place] / rank
                }.min() ?? 1
            var current = (0...(m - size)).map { min(Double(size) * sorted[$0], least) }
            current += Array(repeating: current[m - size], count: size - 1)
            for place in best.indices { best[place] = max(best[place], current[place]) }
        }
        var adjusted = p
        for (place, index) in order.enumerated() { adjusted[index] = min(1, max(best[place], p[index])) }
        return adjusted
    }

    private static func ascending(_ p: [Double]) -> [Int] { p.indices.sorted { (p[$0], $0) < (p[$1], $1) } }
}
