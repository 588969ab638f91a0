extension OutcomeDefinition {
    /// The labels of one echocardiogram; an outcome that is absent is unknown.
    ///
    /// A field that was not recorded and one that could not be assessed are both missing.
    package func labels(of study: EchoStudy) -> [Outcome: Bool] {
        var labels: [Outcome: Bool] = [:]
        for (component, threshold) in thresholds {
            labels[component] = known(threshold.isReached(in: study.values(of: component)))
        }
        for (composite, parts) in composites {
            labels[composite] = known(anyPositive(of: parts.map { labels[$0] }))
        }
        return labels
    }

    private func known(_ label: Bool?) -> Bool? {
        missingFieldRule == .absentIsNegative ? label ?? false : label
    }
}

/// True when one part is positive, false when all are known and negative, otherwise nil.
private func anyPositive(of parts: [Bool?]) -> Bool? {
    if parts.contains(true) { return true }
    return parts.contains(nil) ? nil : false
}

/// One measurement as a threshold sees it.
private enum Measurement {
    case number(Double)
    case grade(EchoStudy.Grade)
    case effusion(EchoStudy.EffusionSize)
}

extension OutcomeDefinition.Threshold {
    /// Whether any of the measurements reaches the threshold; nil where that is not known.
    fileprivate func isReached(in measurements: [Measurement?]) -> Bool? {
        anyPositive(of: measurements.map { $0.flatMap(isReached(by:)) })
    }

    /// Nil where threshold and measurement are of different kinds, which the parser of protocols rules out.
    private func isReached(by measurement: Measurement) -> Bool? {
        switch (self, measurement) {
        case (.atMost(let limit), .number(let value)): value <= limit
        case (.atLeast(let limit), .number(let value)): value >= limit
        case (.grade(let limit), .grade(let value)): value >= limit
        case (.effusion(let limit), .effusion(let value)): value >= limit
        default: nil
        }
    }
}

extension EchoStudy {
    /// What a component is read from.
    ///
    /// The wall is thick when either of its two parts is.
    fileprivate func values(of component: Outcome) -> [Measurement?] {
        switch component {
        case .lvef: [number(.lvef, lvefPercent)]
        case .wallThickness: [number(.septum, septumMillimetres), number(.posteriorWall, posteriorWallMillimetres)]
        case .aorticStenosis: [grade(.aorticStenosis, aorticStenosis)]
        case .aorticRegurgitation: [grade(.aorticRegurgitation, aorticRegurgitation)]
        case .mitralRegurgitation: [grade(.mitralRegurgitation, mitralRegurgitation)]
        case .tricuspidRegurgitation: [grade(.tricuspidRegurgitation, tricuspidRegurgitation)]
        case .pulmonaryRegurgitation: [grade(.pulmonaryRegurgitation, pulmonaryRegurgitation)]
        case .rvSystolicDysfunction: [grade(.rvSystolicDysfunction, rvSystolicDysfunction)]
        case .pericardialEffusion:
            [notAssessable.contains(.pericardialEffusion) ? nil : pericardialEffusion.map(Measurement.effusion)]
        case .pasp: [number(.pasp, paspMillimetresOfMercury)]
        case .trVelocity: [number(.trVelocity, trVelocityMetresPerSecond)]
        case .shd, .vhd: []
        }
    }

    private func number(_ field: Field, _ value: Double?) -> Measurement? {
        notAssessable.contains(field) ? nil : value.map(Measurement.number)
    }

    private func grade(_ field: Field, _ value: Grade?) -> Measurement? {
        notAssessable.contains(field) ? nil : value.map(Measurement.grade)
    }
}
