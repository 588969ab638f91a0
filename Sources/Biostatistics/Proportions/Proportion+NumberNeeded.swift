extension Proportion {
    /// How many must be studied to find one event: 1 over the proportion, with the reciprocal Wilson limits.
    ///
    /// Without events it is infinite, and its lower limit still says how many at least.
    public func numberNeededToScreen(level: Double = 0.95) -> Estimate {
        guard case .value(_, let limits?) = wilson(level: level) else { return .notEstimable(.noObservations) }
        let interval = Interval(
            lower: 1 / limits.upper,
            upper: 1 / limits.lower,
            level: level,
            method: .wilsonReciprocal
        )
        return .value(Double(total) / Double(events), interval: interval)
    }

    /// The smallest whole number not below the number needed to screen; nil without events, when no number suffices.
    public var wholeNumberNeededToScreen: Int? {
        guard events > 0 else { return nil }
        return total / events + (total % events == 0 ? 0 : 1)
    }
}
