import Foundation

/// How many patients estimate a proportion to within a half-width.
public struct PrecisionSampleSize: Sendable, Equatable {
    /// The proportion expected.
    public let proportion: Double
    /// Half the width that the interval may have.
    public let halfWidth: Double
    /// Two-sided confidence level of the interval.
    public let level: Double

    /// The proportion in 0...1, the half-width strictly between 0 and ½.
    public init(proportion: Double, halfWidth: Double, level: Double = 0.95) {
        precondition(
            (0...1).contains(proportion) && halfWidth > 0 && halfWidth < 0.5,
            "not a proportion and half-width"
        )
        self.proportion = proportion
        self.halfWidth = halfWidth
        self.level = level
    }

    private var z: Double { NormalDistribution.criticalValue(level: level) }

    /// Wald's interval: z² p (1 − p) / d²; its width is zero, and no number follows, where p is 0 or 1.
    public var wald: Result<PlannedNumber, NotEstimable> {
        guard proportion > 0, proportion < 1 else {
            return .failure(.undefined("Wald's interval has no width at a proportion of 0 or 1"))
        }
        let ratio = z / halfWidth
        return .success(PlannedNumber(ratio * ratio * proportion * (1 - proportion)))
    }

    /// Wald's interval at the proportion where it is widest: z² / (4 d²).
    public var conservative: PlannedNumber { PlannedNumber(0.25 * (z / halfWidth) * (z / halfWidth)) }

    /// The smallest number whose Wilson interval around exactly the expected proportion is narrow enough.
    ///
    /// Half the width, z √(p (1 − p) n + z²/4) / (n + z²), only falls with n. The root of its quadratic is rounded up.
    public var wilson: PlannedNumber {
        func isWide(_ n: Double) -> Bool {
            z * (proportion * (1 - proportion) * n + 0.25 * z * z).squareRoot() > halfWidth * (n + z * z)
        }
        let (square, target) = (z * z, halfWidth * halfWidth)
        let half = square * (0.5 * proportion * (1 - proportion) - target)
        let root = (half * half + target * square * square * (0.25 - target)).squareRoot()
        var n = max(1, ((half + root) / target).rounded(.up))
        while n > 1, !isWide(n - 1) { n -= 1 }
        while isWide(n), n < 0x1p52 { n += 1 }
        return PlannedNumber(n)
    }

    /// The smallest number whose Clopper–Pearson interval is expected to be narrow enough.
    ///
    /// The expectation is over the binomial counts of the proportion. It falls with the number but for ripples in small
    /// numbers, so the search goes on downwards from the first crossing. Beyond a million it is not attempted.
    public var clopperPearson: Result<Int, NotEstimable> {
        let start = wilson.count
        guard start <= 1_000_000 else { return .failure(.undefined("the search ends at a million patients")) }
        func isNarrow(_ n: Int) -> Bool { expectedExactHalfWidth(total: n) <= halfWidth }
        // The width falls nearly as 1/√n: from Wilson's number one step comes close to where it crosses.
        let excess = expectedExactHalfWidth(total: Int(start)) / halfWidth
        var step = 1
        var high = max(1, Int(start * excess * excess))
        var low = high - 1
        while low > 0, isNarrow(low) { (low, high, step) = (max(0, low - step), low, 2 * step) }
        while !isNarrow(high) { (low, high, step) = (high, high + step, 2 * step) }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if isNarrow(middle) { high = middle } else { low = middle }
        }
        let ripples = high < 2000 ? max(1, high - 12)..<high : high..<high
        return .success(ripples.first(where: isNarrow) ?? high)
    }

    /// Half the expected width of the Clopper–Pearson interval of a number of patients.
    ///
    /// Counts less likely than 10⁻¹⁸ of the likeliest add nothing and are passed over.
    func expectedExactHalfWidth(total n: Int) -> Double {
        let mode = min(n, Int(proportion * Double(n + 1)))
        let top = BinomialDistribution.mass(mode, trials: n, probability: proportion)
        func side(_ counts: some Sequence<Int>) -> Double {
            var sum = 0.0
            for x in counts {
                let mass = BinomialDistribution.mass(x, trials: n, probability: proportion)
                guard mass > 1e-18 * top else { break }
                let limits = Proportion(events: x, total: n).clopperPearson(level: level).interval
                sum += mass * (limits.map { $0.upper - $0.lower } ?? 0)
            }
            return sum
        }
        return 0.5 * (side(stride(from: mode, through: 0, by: -1)) + side(stride(from: mode + 1, through: n, by: 1)))
    }

    /// A number enlarged so that it is left when a share drops out, which lies in 0..<1.
    public static func inflated(_ number: PlannedNumber, dropout: Double) -> PlannedNumber {
        precondition(dropout >= 0 && dropout < 1, "the dropout must lie in 0..<1")
        return PlannedNumber(number.count / (1 - dropout))
    }
}
