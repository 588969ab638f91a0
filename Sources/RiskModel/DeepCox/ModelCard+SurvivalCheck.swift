extension ModelCard {
    /// - Throws: ``RiskModelError/malformedCard(reason:)`` naming the input or the field.
    func validateSurvival() throws {
        guard let survival else {
            guard architecture != DeepCoxShape.architecture else { throw Self.malformed("survival is missing") }
            return
        }
        guard architecture == DeepCoxShape.architecture else {
            throw Self.malformed("survival belongs to the architecture \(DeepCoxShape.architecture) alone")
        }
        guard preprocessing == DeepCoxModel.preprocessing else {
            throw Self.malformed("preprocessing must be \(DeepCoxModel.preprocessing)")
        }
        try survival.validate()
        let days = survival.baseline.map(\.day)
        guard outputs.count == days.count, zip(outputs, days).allSatisfy({ $0.label.hasSuffix("_\($1)d") }) else {
            throw Self.malformed("outputs must be one a day of the baseline, their labels ending in _\(days[0])d")
        }
        guard outputs.allSatisfy({ $0.prior == nil }) else { throw Self.malformed("an output of \(id) has a prior") }
    }

    fileprivate static func malformed(_ reason: String) -> RiskModelError { .malformedCard(reason: reason) }
}

extension ModelCard.Survival {
    /// Most inputs and most days that a card may have.
    static let limit = 512

    fileprivate func validate() throws {
        let names = inputs.map(\.name)
        guard (1...Self.limit).contains(inputs.count), Set(names).count == names.count else {
            throw ModelCard.malformed("inputs must be 1...\(Self.limit) of different names")
        }
        for input in inputs { try input.validate() }
        let shown = [event] + inputs.map(\.label) + inputs.compactMap(\.unit) + (tiers?.bands.map(\.label) ?? [])
        guard shown.allSatisfy(ModelCard.isPlain) else {
            throw ModelCard.malformed("event, labels and units must have 1 to 100 characters on one line")
        }
        guard deepScore.coefficient.isFinite, deepScore.axis.isSound else {
            throw ModelCard.malformed("deepScore needs a finite coefficient and an axis from less to more")
        }
        try validateBaseline()
        try tiers.map(validate)
    }

    private func validateBaseline() throws {
        guard (1...Self.limit).contains(baseline.count), baseline.allSatisfy({ (1...36_500).contains($0.day) }),
            zip(baseline, baseline.dropFirst()).allSatisfy({ $0.day < $1.day })
        else { throw ModelCard.malformed("days of the baseline must ascend, at least one, from 1 to 36500") }
        guard baseline.allSatisfy({ $0.cumulativeHazard > 0 && $0.cumulativeHazard.isFinite }),
            zip(baseline, baseline.dropFirst()).allSatisfy({ $0.cumulativeHazard <= $1.cumulativeHazard })
        else { throw ModelCard.malformed("the cumulative baseline hazard must be above 0 and never fall") }
    }

    private func validate(_ tiers: Tiers) throws {
        guard baseline.contains(where: { $0.day == tiers.day }) else {
            throw ModelCard.malformed("tiers name day \(tiers.day), which the baseline has not")
        }
        let (labels, ends) = (tiers.bands.map(\.label), tiers.bands.dropLast().compactMap(\.upTo))
        guard (2...64).contains(labels.count), Set(labels).count == labels.count, !labels.contains("") else {
            throw ModelCard.malformed("tiers must be at least two of different labels")
        }
        guard tiers.bands.last?.upTo == nil, ends.count == labels.count - 1, ends.allSatisfy({ $0 > 0 && $0 < 1 }),
            zip(ends, ends.dropFirst()).allSatisfy(<)
        else { throw ModelCard.malformed("every tier but the last needs an upTo, ascending in (0, 1)") }
    }
}

extension ModelCard.Survival.Input {
    fileprivate func validate() throws {
        guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9._-]{0,63}/) != nil else {
            throw ModelCard.malformed("input \(name): a name is a letter, then letters, digits, dots and dashes")
        }
        guard (mean == nil) == (sd == nil), mean?.isFinite ?? true, sd.map({ $0 > 0 && $0.isFinite }) ?? true else {
            throw ModelCard.malformed("input \(name): mean and sd go together, finite, sd above 0")
        }
        guard coefficient.isFinite, limits.isSound, axis.isSound else {
            throw ModelCard.malformed("input \(name): needs a finite coefficient, limits and axis that ascend")
        }
        guard kind != .binary || (limits == .init(0, 1) && axis == .init(0, 1)) else {
            throw ModelCard.malformed("input \(name): limits and axis of a binary input are 0 and 1")
        }
    }
}

extension ModelCard.Survival.Interval {
    fileprivate var isSound: Bool { lower.isFinite && upper.isFinite && lower < upper }
}
