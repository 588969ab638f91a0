/// The table of one stratum and how many patients each of its participants stands for.
struct WeightedTable {
    let weight: Double
    let counts: ConfusionMatrix
}

/// A ratio of two weighted totals, such as diseased test positives over all diseased.
struct WeightedShare {
    /// Participants with the same contribution to the ratio's first-order error.
    struct Class {
        let count: Double
        let error: Double
    }

    /// The ratio; nil where the denominator is zero.
    let ratio: Double?
    /// The linearised contributions, stratum by stratum.
    let strata: [[Class]]
    /// What the denominator counts, for the refusal.
    let whole: String

    init(_ tables: [WeightedTable], of whole: String, _ share: (ConfusionMatrix) -> Proportion) {
        self.whole = whole
        let parts = tables.filter { $0.weight > 0 }.map {
            (weight: $0.weight, share: share($0.counts), verified: $0.counts.total)
        }
        let denominator = parts.reduce(0) { $0 + $1.weight * Double($1.share.total) }
        let numerator = parts.reduce(0) { $0 + $1.weight * Double($1.share.events) }
        let ratio = denominator > 0 ? numerator / denominator : 0
        self.ratio = denominator > 0 ? ratio : nil
        self.strata = parts.map { part in
            let scale = part.weight / denominator
            return [
                Class(count: Double(part.share.events), error: scale * (1 - ratio)),
                Class(count: Double(part.share.complement.events), error: -scale * ratio),
                Class(count: Double(part.verified - part.share.total), error: 0),
            ]
        }
    }

    /// Standard error when participants were drawn within each stratum; one of a single participant adds nothing.
    var standardError: Double { strata.reduce(0) { $0 + Self.variance(of: $1) }.squareRoot() }

    /// The ratio with logit limits; none where a stratum has a single participant.
    func estimate(level: Double) -> Estimate {
        guard let ratio else { return .notEstimable(.zeroDenominator(whole)) }
        guard strata.allSatisfy({ Self.participants($0) > 1 }) else { return .value(ratio, interval: nil) }
        let interval = Interval.logit(
            around: ratio,
            standardError: standardError,
            level: level,
            method: .logitLinearised
        )
        return .value(ratio, interval: interval)
    }

    /// n/(n−1) Σ(u − ū)² of the contributions, by pairs of classes so that equal contributions give exactly zero.
    static func variance(of classes: [Class]) -> Double {
        let n = participants(classes)
        guard n > 1 else { return 0 }
        var sum = 0.0
        for (i, a) in classes.enumerated() {
            for b in classes[..<i] {
                sum += a.count * b.count * (a.error - b.error) * (a.error - b.error)
            }
        }
        return sum / (n - 1)
    }

    private static func participants(_ classes: [Class]) -> Double { classes.reduce(0) { $0 + $1.count } }
}
