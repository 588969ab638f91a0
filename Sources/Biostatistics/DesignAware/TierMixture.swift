/// The frame as a mixture of tiers, each with its share of the patients and its rate of disease.
struct TierMixture {
    /// A ratio of two expectations over the mixture.
    enum Share: String {
        case sensitivity = "the estimated number of diseased"
        case specificity = "the estimated number of healthy"
        case ppv = "the number of test positives"
        case npv = "the number of test negatives"
        case prevalence = "the number of patients"

        init(_ measure: AccuracyMeasure) {
            switch measure {
            case .sensitivity: self = .sensitivity
            case .specificity: self = .specificity
            case .ppv: self = .ppv
            case .npv: self = .npv
            case .prevalence: self = .prevalence
            }
        }
    }

    /// A tier's part of an expectation, linear in its rate of disease.
    private struct Part {
        let constant: Double
        let slope: Double
        func value(at rate: Double) -> Double { constant + slope * rate }

        static let all = Part(constant: 1, slope: 0)
        static let diseased = Part(constant: 0, slope: 1)
        static let healthy = Part(constant: 1, slope: -1)
        static let none = Part(constant: 0, slope: 0)
    }

    private struct Component {
        let share: Double
        var rate: Double
        let verified: Double
        let isPositive: Bool
    }

    let warnings: [CorrectionWarning]
    private let frame: Double
    private var components: [Component]

    init(_ tiers: [BeggGreenes.Tier]) throws(NotEstimable) {
        // The closed form needs no weights, but is refused exactly where they do not exist.
        for tier in tiers { _ = try tier.sample.weight() }
        let present = tiers.filter { $0.sample.verified > 0 }
        let frame = present.reduce(0) { $0 + Double($1.sample.eligible ?? 0) }
        self.frame = frame
        components = present.map {
            Component(
                share: Double($0.sample.eligible ?? 0) / frame,
                rate: Double($0.diseased) / Double($0.sample.verified),
                verified: Double($0.sample.verified),
                isPositive: $0.isPositive
            )
        }
        warnings = present.flatMap {
            CorrectionWarning.of(
                tier: $0.sample.tier,
                diseased: Proportion(events: $0.diseased, total: $0.sample.verified)
            )
        }
    }

    /// The ratio with logit limits; none where a tier has a single verified participant.
    func estimate(_ share: Share, level: Double) -> Estimate {
        guard let ratio = ratio(share) else { return .notEstimable(.zeroDenominator(share.rawValue)) }
        guard components.allSatisfy({ $0.verified > 1 }) else { return .value(ratio, interval: nil) }
        let interval = Interval.logit(
            around: ratio,
            standardError: standardError(share),
            level: level,
            method: .logitDelta
        )
        return .value(ratio, interval: interval)
    }

    /// Standard error by the delta method: binomial verification plus, unless the tier sizes are fixed, the multinomial.
    func standardError(_ share: Share, fixedTierSizes: Bool = false) -> Double {
        guard let ratio = ratio(share) else { return .nan }
        let denominator = expectation { whole(share, $0) }
        var verification = 0.0
        var (meanSquare, mean) = (0.0, 0.0)
        for component in components {
            let (one, all) = (part(share, component), whole(share, component))
            let byRate = component.share * (one.slope - ratio * all.slope) / denominator
            verification += byRate * byRate * component.rate * (1 - component.rate) / component.verified
            let bySize = (one.value(at: component.rate) - ratio * all.value(at: component.rate)) / denominator
            meanSquare += component.share * bySize * bySize
            mean += component.share * bySize
        }
        let sizes = fixedTierSizes ? 0 : max(0, meanSquare - mean * mean) / frame
        return (verification + sizes).squareRoot()
    }

    /// The mixture with the verified of every tier drawn again with replacement.
    func resampled(_ generator: inout Xoshiro256StarStar) -> TierMixture {
        var copy = self
        for tier in components.indices {
            let verified = Int(components[tier].verified)
            let diseased = Int((components[tier].rate * components[tier].verified).rounded())
            let drawn = (0..<verified).reduce(0) { count, _ in
                count + (generator.index(below: verified) < diseased ? 1 : 0)
            }
            copy.components[tier].rate = Double(drawn) / components[tier].verified
        }
        return copy
    }

    /// The measure; nil where its denominator is zero.
    func ratio(_ share: Share) -> Double? {
        let denominator = expectation { whole(share, $0) }
        return denominator > 0 ? expectation { part(share, $0) } / denominator : nil
    }

    private func expectation(_ part: (Component) -> Part) -> Double {
        components.reduce(0) { $0 + $1.share * part($1).value(at: $1.rate) }
    }

    /// Numerator: the tiers that the test calls as the measure wants, and in them the outcome it wants.
    private func part(_ share: Share, _ component: Component) -> Part {
        switch share {
        case .sensitivity, .ppv: component.isPositive ? .diseased : .none
        case .specificity, .npv: component.isPositive ? .none : .healthy
        case .prevalence: .diseased
        }
    }

    /// Denominator.
    private func whole(_ share: Share, _ component: Component) -> Part {
        switch share {
        case .sensitivity: .diseased
        case .specificity: .healthy
        case .ppv: component.isPositive ? .all : .none
        case .npv: component.isPositive ? .none : .all
        case .prevalence: .all
        }
    }
}
