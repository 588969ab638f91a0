import Foundation

/// A trial that is looked at several times and stopped for efficacy when its Z statistic reaches a boundary.
///
/// One-sided: the level is the probability of ever reaching the boundary without effect; double it for a symmetric
/// two-sided design. Source: Jennison and Turnbull, Group Sequential Methods (2000), chapters 2, 7 and 19.
public struct GroupSequentialDesign: Sendable, Equatable {
    /// Information at the looks as shares of the planned, ascending.
    public let information: [Double]
    /// One-sided level.
    public let alpha: Double
    /// The Z values to be reached, infinite where a look may spend nothing.
    public let criticalValues: [Double]

    /// The boundaries that keep the level exactly.
    ///
    /// Looks at ascending shares in (0, 1]; alpha strictly between 0 and ½. A spending function whose last look is
    /// before 1 leaves some alpha unspent; the constants of O'Brien–Fleming and Pocock spend all of it by the last look.
    /// Equals rpact `getDesignGroupSequential`, whose own error is about 5·10⁻⁷.
    public init(information: [Double], alpha: Double, boundary: SequentialBoundary) {
        precondition(!information.isEmpty && alpha > 0 && alpha < 0.5, "no looks or no level")
        let ascending = zip(information, information.dropFirst()).allSatisfy(<)
        precondition(ascending && information[0] > 0 && information.allSatisfy { $0 <= 1 }, "looks ascend in (0, 1]")
        self.information = information
        self.alpha = alpha
        switch boundary {
        case .spending(let function):
            let spent = information.map { function.spent(alpha: alpha, at: $0) }
            criticalValues = Self.boundaries(information, spending: spent)
        case .obrienFleming:
            let last = information.last ?? 1
            criticalValues = Self.scaled(information.map { (last / $0).squareRoot() }, information, alpha)
        case .pocock:
            criticalValues = Self.scaled(information.map { _ in 1 }, information, alpha)
        }
    }

    /// One-sided p-values to be reached at the looks.
    public var nominalP: [Double] { criticalValues.map(NormalDistribution.upperTail) }

    /// The level spent up to and with every look.
    public var alphaSpent: [Double] {
        var sum = 0.0
        return Self.exitProbabilities(information, criticalValues, drift: 0).map {
            sum += $0
            return sum
        }
    }

    /// What comes of the design at an effect, given as the mean of the Z statistic at full information.
    public func characteristics(drift: Double) -> Characteristics {
        precondition(drift.isFinite, "the drift must be finite")
        let exits = Self.exitProbabilities(information, criticalValues, drift: drift)
        let power = min(1, CompensatedSum.of(exits))
        let stopped = CompensatedSum.of(zip(exits, information).map { $0 * $1 })
        return Characteristics(
            exitProbabilities: exits,
            power: power,
            expectedInformation: stopped + (1 - power) * (information.last ?? 1)
        )
    }

    /// Power and length of a design at one effect.
    public struct Characteristics: Sendable, Equatable {
        /// Probability of stopping for efficacy at each look.
        public let exitProbabilities: [Double]
        /// Their sum.
        public let power: Double
        /// Mean information at the end; a trial that never reaches a boundary goes on to the last look.
        public let expectedInformation: Double
    }
}

extension GroupSequentialDesign {
    /// The boundary of every look in turn, so that up to it the error given has been spent.
    private static func boundaries(_ information: [Double], spending spent: [Double]) -> [Double] {
        var boundaries = [-NormalDistribution.quantile(spent[0])]
        var density = SequentialDensity(
            information: information[0],
            boundary: boundaries[0],
            drift: 0,
            next: information.dropFirst().first
        )
        for look in information.indices.dropFirst() {
            let t = information[look]
            let boundary = density.boundary(exceededWith: spent[look] - spent[look - 1], at: t)
            boundaries.append(boundary)
            guard let next = information.dropFirst(look + 1).first else { break }
            density = SequentialDensity(after: density, information: t, boundary: boundary, next: next)
        }
        return boundaries
    }

    /// The multiple of a shape that spends alpha by the last look.
    ///
    /// It lies between the fixed-sample quantile and Bonferroni's; the shape is 1 at the last look and nowhere smaller.
    private static func scaled(_ shape: [Double], _ information: [Double], _ alpha: Double) -> [Double] {
        let range = -NormalDistribution.quantile(alpha) ... -NormalDistribution.quantile(alpha / Double(shape.count))
        guard range.lowerBound < range.upperBound else { return shape.map { $0 * range.lowerBound } }
        let constant = root(in: range) { constant in
            let exits = exitProbabilities(information, shape.map { constant * $0 }, drift: 0)
            return log(alpha / CompensatedSum.of(exits))
        }
        return shape.map { constant * $0 }
    }

    private static func exitProbabilities(_ information: [Double], _ boundaries: [Double], drift: Double) -> [Double] {
        var exits = [NormalDistribution.upperTail(boundaries[0] - drift * information[0].squareRoot())]
        var density = SequentialDensity(
            information: information[0],
            boundary: boundaries[0],
            drift: drift,
            next: information.dropFirst().first
        )
        for look in information.indices.dropFirst() {
            let (t, boundary) = (information[look], boundaries[look])
            exits.append(boundary.isFinite ? density.exceedance(of: boundary, at: t) : 0)
            guard let next = information.dropFirst(look + 1).first else { break }
            density = SequentialDensity(after: density, information: t, boundary: boundary, next: next)
        }
        return exits
    }
}
