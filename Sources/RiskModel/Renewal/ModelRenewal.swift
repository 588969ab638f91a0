import Foundation

/// A new version of a model, made from labelled recordings of those it is meant for; the old one stays as it is.
///
/// Only the output layer changes, and of it only the rows of outputs that were renewed.
public struct ModelRenewal: Sendable {
    /// How an output is renewed.
    public enum Method: String, Sendable, CaseIterable {
        /// Intercept and slope of the logit: the order of the patients stays.
        case recalibration
        /// A new row of the output layer on the network's features.
        case refit
    }

    /// The new network.
    public let weights: ResNetWeights
    /// Its card, with the renewal and the reference logits.
    public let card: ModelCard

    /// Renews a model.
    ///
    /// - Parameters:
    ///   - weights: The network as it was.
    ///   - card: Its card.
    ///   - id: The new version's id; nil for the next number behind the old one's.
    ///   - method: How.
    ///   - outputs: Labels of the outputs to renew; nil for all.
    ///   - recordings: The labelled recordings, features of this network.
    ///   - population: Whose recordings these are, for the card.
    ///   - weighting: How they are weighted, where they are.
    ///   - remarks: What was left out of them.
    ///   - seed: Decides the folds of the cross-validation. The same arguments give the same bytes.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` with the reason of each output where none can be renewed.
    public init(
        of weights: ResNetWeights,
        card: ModelCard,
        id: String? = nil,
        by method: Method,
        outputs: Set<String>? = nil,
        on recordings: LabelledFeatures,
        population: String,
        weighting: String? = nil,
        remarks: [String] = [],
        seed: UInt64
    ) async throws {
        let results = try await Self.results(weights, card, method, outputs, recordings, seed)
        guard results.contains(where: { $0.row != nil }) else {
            let reasons = results.map { "\($0.change.label): \($0.change.unchanged ?? "")" }
            throw RiskModelError.cannotFit(reason: "no output can be renewed; " + reasons.joined(separator: "; "))
        }
        self.weights = try Self.replaced(weights, results.map(\.row))
        let renewal = ModelCard.Renewal(
            method: method.description,
            parent: card.id,
            parentWeightsSHA256: card.weightsSHA256,
            seed: seed,
            folds: OutputSample.foldCount,
            population: population,
            weighting: weighting,
            recordings: recordings.count,
            remarks: remarks,
            outputs: results.map(\.change)
        )
        self.card = try card.renewed(renewal, id: id, by: method, weights: self.weights)
    }

    /// One output's new row, nil where it stays, and what there is to say of it.
    fileprivate struct Result: Sendable {
        let row: OutputRow?
        let change: ModelCard.Renewal.Output
    }

    /// Every output, as many at once as there are processors for.
    private static func results(
        _ weights: ResNetWeights,
        _ card: ModelCard,
        _ method: Method,
        _ wanted: Set<String>?,
        _ recordings: LabelledFeatures,
        _ seed: UInt64
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            for (place, output) in card.outputs.enumerated() {
                group.addTask {
                    let old = OutputRow(place, of: weights, prior: output.prior)
                    guard wanted?.contains(output.label) ?? true else {
                        return (place, .unchanged(output.label, place, recordings, "not asked for"))
                    }
                    do {
                        let sample = try OutputSample(place, of: old, recordings, seed: seed)
                        return (place, try Result(output.label, old, sample, method))
                    } catch let reason as Unrenewed {
                        return (place, .unchanged(output.label, place, recordings, reason.reason))
                    }
                }
            }
            return try await group.reduce(into: [(Int, Result)]()) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The network with some rows of its output layer replaced; the other rows stay bit for bit.
    private static func replaced(_ weights: ResNetWeights, _ rows: [OutputRow?]) throws -> ResNetWeights {
        let width = weights.shape.featureCount
        let kernel = rows.enumerated().flatMap { place, row in
            row.map { $0.weights.map { Float($0) } }
                ?? Array(weights.values("output.weight")[place * width..<(place + 1) * width])
        }
        let bias = zip(rows, weights.values("output.bias")).map { row, old in row.map { Float($0.bias) } ?? old }
        return try weights.replacingOutput(
            weight: Tensor(shape: [rows.count, width], values: kernel),
            bias: Tensor(shape: [rows.count], values: bias)
        )
    }
}

extension ModelRenewal.Result {
    fileprivate init(
        _ label: String,
        _ old: OutputRow,
        _ sample: OutputSample,
        _ method: ModelRenewal.Method
    ) throws {
        var change = ModelCard.Renewal.Output(
            label: label,
            recordings: sample.labels.count,
            events: sample.labels.count { $0 }
        )
        let heldOut: [Double]
        switch method {
        case .recalibration:
            let map = try LogitMap(sample, rows: Array(sample.labels.indices))
            heldOut = try LogitMap.heldOut(sample)
            row = map.folded(into: old)
            (change.intercept, change.slope) = (map.intercept, map.slope)
        case .refit:
            let refit = try OutputRefit(sample, old: old)
            (heldOut, row, change.penalty) = (refit.heldOut, refit.row, refit.penalty)
        }
        change.before = .init(logits: sample.logits, labels: sample.labels, weights: sample.weights)
        change.after = .init(logits: heldOut, labels: sample.labels, weights: sample.weights)
        self.change = change
    }

    fileprivate static func unchanged(
        _ label: String,
        _ place: Int,
        _ recordings: LabelledFeatures,
        _ reason: String
    ) -> Self {
        let known = recordings.labels.compactMap { $0[place] }
        return Self(
            row: nil,
            change: .init(label: label, unchanged: reason, recordings: known.count, events: known.count { $0 })
        )
    }
}

extension ModelRenewal.Method: CustomStringConvertible {
    /// For a card.
    public var description: String {
        switch self {
        case .recalibration:
            "recalibration: logistic regression of the label on the logit, folded into the output layer"
        case .refit:
            "re-fit of the output layer: ridge logistic regression towards the recalibrated old layer, penalty by nested "
                + "cross-validation"
        }
    }
}
