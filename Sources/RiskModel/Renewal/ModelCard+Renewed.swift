import Foundation

extension ModelCard {
    /// The card of the next version.
    ///
    /// It is not for patients until somebody who answers for it says otherwise: nobody has judged this version yet.
    func renewed(
        _ renewal: Renewal,
        id: String?,
        by method: ModelRenewal.Method,
        weights: ResNetWeights
    ) throws -> ModelCard {
        let changed = renewal.outputs.filter { $0.unchanged == nil }
        let labels = Set(changed.map(\.label))
        var card = self
        card.renewal = renewal
        card.id = id ?? Self.nextID(after: self.id)
        card.title = title + (method == .recalibration ? ", recalibrated" : ", output layer re-fitted")
        card.notForPatients = true
        card.weightsSHA256 = weights.digest
        card.fingerprint = weights.fingerprint
        card.reference = nil
        card.fitting.description += "; \(changed.count) of \(outputs.count) outputs renewed on \(renewal.population)"
        card.outputs = outputs.map { labels.contains($0.label) ? Output(label: $0.label) : $0 }
        card.performance =
            performance.filter { !labels.contains($0.output) } + changed.map { $0.performance(renewal) }
        card.carryOver(operatingPoints, labels, by: method)
        card.reference = try RiskModel(weights: weights, card: card).reference()
        return card
    }

    /// Thresholds of renewed outputs: moved along by a recalibration, which keeps the order of patients; a re-fit does
    /// not, so there they end.
    private mutating func carryOver(_ points: [OperatingPoint], _ renewed: Set<String>, by method: ModelRenewal.Method)
    {
        operatingPoints = points.compactMap { point in
            guard renewed.contains(point.output) else { return point }
            let change = renewal?.outputs.first { $0.label == point.output }
            guard method == .recalibration, let intercept = change?.intercept, let slope = change?.slope else {
                renewal?.remarks.append(
                    "operating point \(point.name) of \(point.output) not carried over: a re-fit orders patients anew"
                )
                return nil
            }
            var moved = point
            let logit = log(point.threshold) - log1p(-point.threshold)
            moved.threshold = RiskOutput(label: "", logit: intercept + slope * logit, prior: nil).probability
            moved.source += "; threshold \(point.threshold) moved along by the recalibration"
            return moved
        }
    }

    /// `shd` gives `shd-2`, `shd-2` gives `shd-3`.
    static func nextID(after id: String) -> String {
        if let version = id.wholeMatch(of: #/(.+)-([0-9]{1,4})/#), let number = Int(version.2), number > 1 {
            return "\(version.1)-\(number + 1)"
        }
        return "\(id.prefix(60))-2"
    }
}

extension ModelCard.Renewal.Output {
    fileprivate func performance(_ renewal: ModelCard.Renewal) -> ModelCard.Performance {
        ModelCard.Performance(
            output: label,
            auroc: after?.auroc.value,
            recordings: recordings,
            events: events,
            population: "\(renewal.population); \(renewal.folds)-fold cross-validation of the renewal"
        )
    }
}
