extension SurvivalCohort {
    /// What a card says of each measurement, coefficients still 0, from the patients themselves.
    ///
    /// A measurement of nothing but 0 and 1 is used as it is; any other by mean and standard deviation (divisor n − 1).
    /// Name for people, unit, limits and axis come from `known`, where it has an input of the same name, widened to
    /// what was seen; otherwise limits lie a whole range of values beyond those seen, never below 0 where none was.
    ///
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` naming a measurement that does not vary.
    func inputs(describedBy known: [ModelCard.Survival.Input]) throws -> [ModelCard.Survival.Input] {
        try names.enumerated().map { place, name in
            let values = column(place)
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            guard least < most else {
                throw RiskModelError.cannotFit(
                    reason: "\(name) is \(least) in every patient and tells nothing; leave the column out"
                )
            }
            return Self.input(name, values, least...most, describedBy: known.first { $0.name == name })
        }
    }

    private static func input(
        _ name: String,
        _ values: [Double],
        _ seen: ClosedRange<Double>,
        describedBy known: ModelCard.Survival.Input?
    ) -> ModelCard.Survival.Input {
        let label = known?.label ?? name.replacing(".", with: " ")
        guard values.contains(where: { $0 != 0 && $0 != 1 }) else {
            let unit = ModelCard.Survival.Interval(0, 1)
            return .init(name: name, label: label, kind: .binary, coefficient: 0, limits: unit, axis: unit)
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let isCount = known?.kind == .count && values.allSatisfy { $0 == $0.rounded() }
        let range = seen.upperBound - seen.lowerBound
        let lower = seen.lowerBound >= 0 ? max(0, seen.lowerBound - range) : seen.lowerBound - range
        return .init(
            name: name,
            label: label,
            unit: known?.unit,
            kind: isCount ? .count : .continuous,
            mean: mean,
            sd: (squares / Double(values.count - 1)).squareRoot(),
            coefficient: 0,
            limits: known?.limits.widened(to: seen) ?? .init(lower, seen.upperBound + range),
            axis: known?.axis.widened(to: seen) ?? .init(seen.lowerBound, seen.upperBound)
        )
    }

    /// The name of the first measurement that is a sum of multiples of those before it; nil where there is none.
    func dependent(_ inputs: [ModelCard.Survival.Input]) -> String? {
        var basis: [[Double]] = []
        for (place, input) in inputs.enumerated() {
            let values = column(place)
            let mean = values.reduce(0, +) / Double(values.count)
            var rest = values.map { $0 - mean }
            let whole = rest.reduce(0) { $0 + $1 * $1 }
            // Twice: once leaves what rounding brought back.
            for direction in basis + basis {
                let share = zip(rest, direction).reduce(0.0) { $0 + $1.0 * $1.1 }
                for row in rest.indices { rest[row] -= share * direction[row] }
            }
            let left = rest.reduce(0) { $0 + $1 * $1 }
            guard left > 1e-16 * whole else { return input.name }
            basis.append(rest.map { $0 / left.squareRoot() })
        }
        return nil
    }
}

extension ModelCard.Survival.Interval {
    fileprivate func widened(to seen: ClosedRange<Double>) -> Self {
        Self(min(lower, seen.lowerBound), max(upper, seen.upperBound))
    }
}
