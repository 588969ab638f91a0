extension PairedProportions {
    /// First minus second with Tango's score interval: the default, which exists without discordant patients too.
    ///
    /// The limits are the differences at which the score statistic, with the other parameter at its restricted maximum,
    /// is z and −z. Refused without patients. Source: Tango, Statistics in Medicine 17 (1998) 891.
    public func tangoDifference(level: Double = 0.95) -> Estimate {
        guard let difference else { return .notEstimable(.noObservations) }
        let z = NormalDistribution.criticalValue(level: level)
        let interval = Interval(
            lower: -swapped.tangoUpper(from: -difference, z: z),
            upper: tangoUpper(from: difference, z: z),
            level: level,
            method: .tango
        )
        return .value(difference, interval: interval)
    }

    /// The difference above the observed one where the falling score statistic reaches −z, by bisection.
    private func tangoUpper(from difference: Double, z: Double) -> Double {
        var (low, high) = (difference, 1.0)
        while true {
            let middle = 0.5 * (low + high)
            guard middle > low, middle < high else { return high }
            if tangoScore(middle) > -z { low = middle } else { high = middle }
        }
    }

    /// The signed score statistic of the hypothesis p₁ − p₂ = δ.
    private func tangoScore(_ delta: Double) -> Double {
        // With δ below 0 the quadratic would lose digits; changing the calls about turns the sign.
        if delta < 0 { return -swapped.tangoScore(-delta) }
        let (b, c, n) = (Double(onlyFirst), Double(onlySecond), Double(total))
        let q = restrictedOnlySecond(delta)
        let variance = n * (2 * q + delta * (1 - delta))
        let excess = b - c - n * delta
        return excess == 0 ? 0 : excess / variance.squareRoot()
    }

    /// Maximum-likelihood probability of only the second positive under p₁ − p₂ = δ ≥ 0: the root of a quadratic.
    private func restrictedOnlySecond(_ delta: Double) -> Double {
        let (b, c, n) = (Double(onlyFirst), Double(onlySecond), Double(total))
        let linear = (2 * n - b + c) * delta - b - c
        let constant = c * delta * (1 - delta)
        let root = (linear * linear + 8 * n * constant).squareRoot()
        if linear <= 0 { return (root - linear) / (4 * n) }
        return 2 * constant / (root + linear)
    }
}
