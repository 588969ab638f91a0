/// A group some of whose outcomes are unknown.
public struct IncompleteProportion: Sendable, Equatable {
    /// Those whose outcome is known.
    public let known: Proportion
    /// How many outcomes are unknown.
    public let missing: Int

    /// Missing is at least 0.
    public init(known: Proportion, missing: Int) {
        precondition(missing >= 0, "missing must not be negative")
        self.known = known
        self.missing = missing
    }

    /// The proportion if so many of the unknown had the event, 0...missing.
    public func filled(events: Int) -> Proportion {
        precondition((0...missing).contains(events), "events must lie in 0...missing")
        return Proportion(events: known.events + events, total: known.total + missing)
    }

    /// None of the unknown had the event: the lower of Manski's bounds.
    public var lowest: Proportion { filled(events: 0) }

    /// All of the unknown had the event: the upper of Manski's bounds.
    ///
    /// Source: Manski, Am Econ Rev 80 (1990) 319.
    public var highest: Proportion { filled(events: missing) }
}

/// How a comparison of two groups depends on outcomes that are unknown: every filling, and where it tips.
///
/// Source: Yan, Lee and Li, J Biopharm Stat 19 (2009) 1085.
public struct MissingOutcomeGrid: Sendable, Equatable {
    /// The group expected to be higher.
    public let high: IncompleteProportion
    /// The group it is held against.
    public let low: IncompleteProportion
    /// Two-sided significance level.
    public let alpha: Double
    /// Fisher's two-sided p by the events among the missing of the high (first index) and the low group.
    public let fisherP: [[Double]]

    /// Every filling is tested, (missing + 1)² of them for equal groups; alpha lies strictly between 0 and 1.
    public init(high: IncompleteProportion, low: IncompleteProportion, alpha: Double = 0.05) {
        precondition(alpha > 0 && alpha < 1, "the significance level lies between 0 and 1")
        self.high = high
        self.low = low
        self.alpha = alpha
        fisherP = (0...high.missing).map { i in
            (0...low.missing).map { j in TwoProportions(high.filled(events: i), low.filled(events: j)).fisherP() }
        }
    }

    /// Fisher's p among those whose outcome is known; refused where a group has none.
    public var completeCaseP: Result<Double, NotEstimable> {
        guard high.known.total > 0, low.known.total > 0 else { return .failure(.noObservations) }
        return .success(TwoProportions(high.known, low.known).fisherP())
    }

    /// p with all of the unknown against the contrast: none of the high group, all of the low group.
    public var worstP: Double { fisherP[0][low.missing] }

    /// p with all of the unknown in favour of it.
    public var bestP: Double { fisherP[high.missing][0] }

    /// Whether the high group is significantly higher with these events among the missing.
    public func isSignificant(high i: Int, low j: Int) -> Bool {
        guard let one = high.filled(events: i).estimate, let other = low.filled(events: j).estimate else {
            return false
        }
        return fisherP[i][j] < alpha && one > other
    }

    /// How many fillings there are.
    public var scenarios: Int { (high.missing + 1) * (low.missing + 1) }

    /// How many fillings leave the high group significantly higher.
    public var significantScenarios: Int {
        (0...high.missing).reduce(0) { sum, i in
            sum + (0...low.missing).count { isSignificant(high: i, low: $0) }
        }
    }

    /// For each number of events among the missing of the high group, the fewest among the low that take significance.
    ///
    /// Nil where no number does.
    public var tippingFrontier: [Int?] {
        (0...high.missing).map { i in (0...low.missing).first { !isSignificant(high: i, low: $0) } }
    }
}
