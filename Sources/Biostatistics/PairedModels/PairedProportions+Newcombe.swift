extension PairedProportions {
    /// Which correlation joins the two Wilson intervals in Newcombe's interval.
    public enum NewcombeCorrelation: Sendable {
        /// The phi coefficient of the table: paired method 8.
        case phi
        /// Phi with n/2 taken from a positive ad − bc, but not below 0: paired method 10.
        case corrected
    }

    /// First minus second with Newcombe's hybrid of two Wilson intervals, by default method 10.
    ///
    /// Phi is 0 where a margin is empty. Refused without patients.
    /// Source: Newcombe, Statistics in Medicine 17 (1998) 2635.
    public func newcombeDifference(
        level: Double = 0.95,
        correlation: NewcombeCorrelation = .corrected
    ) -> Estimate {
        guard let difference, case .value(let p1, let limits1?) = first.wilson(level: level),
            case .value(let p2, let limits2?) = second.wilson(level: level)
        else { return .notEstimable(.noObservations) }
        let phi = phi(correlation)
        let interval = Interval(
            lower: difference - Self.distance(p1 - limits1.lower, limits2.upper - p2, phi),
            upper: difference + Self.distance(limits1.upper - p1, p2 - limits2.lower, phi),
            level: level,
            method: correlation == .phi ? .newcombeMethod8 : .newcombeMethod10
        )
        return .value(difference, interval: interval)
    }

    /// The third side of the triangle whose sides x and y meet under the angle with cosine φ.
    private static func distance(_ x: Double, _ y: Double, _ phi: Double) -> Double {
        // (x − y)² + 2(1 − φ)xy keeps its digits where φ is near 1, unlike x² − 2φxy + y².
        ((x - y) * (x - y) + 2 * (1 - phi) * x * y).squareRoot()
    }

    private func phi(_ correlation: NewcombeCorrelation) -> Double {
        let (a, b, c, d) = (Double(both), Double(onlyFirst), Double(onlySecond), Double(neither))
        let margins = (a + b) * (c + d) * (a + c) * (b + d)
        guard margins > 0 else { return 0 }
        let product = a * d - b * c
        let corrected = product > 0 ? max(0, product - Double(total) / 2) : product
        return min(1, max(-1, (correlation == .phi ? product : corrected) / margins.squareRoot()))
    }
}
