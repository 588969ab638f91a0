import Biostatistics
import Foundation

/// A linear layer fitted to features: one penalised logistic regression an output.
///
/// The penalty of each output is the one with the least cross-validated log loss. Same arguments, same bytes.
public struct OutputLayerFit: Sendable, Equatable {
    /// Penalties tried, strongest first, so that each fit starts from the one before.
    static let penalties = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
    static let folds = 5

    /// Outputs × features, on the features as given.
    public let weights: [[Double]]
    /// One an output.
    public let biases: [Double]
    /// The penalty chosen for each output.
    public let penalties: [Double]
    /// Logits that each row got from a fit which had not seen it: rows × outputs.
    public let heldOutLogits: [[Double]]

    /// Fits every output.
    ///
    /// - Parameters:
    ///   - features: N × D, N ≥ 10; see ``ResNet1DTabular/features(waveforms:tabular:)``.
    ///   - labels: N × outputs. An output whose labels are all equal gets an intercept only.
    ///   - seed: Decides the folds of the cross-validation.
    /// - Returns: The layer, on the features as given.
    /// - Throws: ``RiskModelError/cannotFit(reason:)``.
    public static func fit(features: [[Float]], labels: [[Bool]], seed: UInt64) throws -> OutputLayerFit {
        try check(features, labels)
        let standardised = StandardisedFeatures(features)
        var random = Xoshiro256StarStar(seed: seed)
        var folds = [Int](repeating: 0, count: features.count)
        for (place, row) in random.shuffled(features.indices).enumerated() { folds[row] = place % Self.folds }
        let columns = try labels[0].indices.map { output in
            try OutputColumn.fit(standardised, labels: labels.map { $0[output] }, folds: folds)
        }
        let layers = columns.map { standardised.unstandardised($0.coefficients) }
        return OutputLayerFit(
            weights: layers.map(\.weights),
            biases: layers.map(\.bias),
            penalties: columns.map(\.penalty),
            heldOutLogits: features.indices.map { row in columns.map { $0.heldOut[row] } }
        )
    }

    private static func check(_ features: [[Float]], _ labels: [[Bool]]) throws {
        guard features.count >= 2 * Self.folds, features.count == labels.count else {
            throw RiskModelError.cannotFit(reason: "at least ten rows are needed, each with labels")
        }
        guard Set(features.map(\.count)).count == 1, Set(labels.map(\.count)).count == 1, !labels[0].isEmpty else {
            throw RiskModelError.cannotFit(reason: "rows differ in length or have no label")
        }
        guard features.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw RiskModelError.cannotFit(reason: "a feature is not finite")
        }
    }

    /// The layer as the network's two tensors.
    var tensors: (weight: Tensor, bias: Tensor) {
        let values = weights.joined().map { Float($0) }
        return (
            Tensor(shape: [weights.count, weights[0].count], values: values),
            Tensor(shape: [biases.count], values: biases.map { Float($0) })
        )
    }
}

/// One output's regression.
private struct OutputColumn {
    let coefficients: [Double]
    let penalty: Double
    let heldOut: [Double]

    static func fit(_ features: StandardisedFeatures, labels: [Bool], folds: [Int]) throws -> OutputColumn {
        let start = intercept(labels, columns: features.columns)
        guard Set(labels).count == 2 else {
            let constant = [Double](repeating: start[0], count: labels.count)
            return OutputColumn(coefficients: start, penalty: OutputLayerFit.penalties[0], heldOut: constant)
        }
        let paths = try (0..<OutputLayerFit.folds).map { fold in
            try path(features, labels, rows: folds.indices.filter { folds[$0] != fold }, start: start)
        }
        let best = bestPenalty(paths, features, labels, folds)
        let full = try path(features, labels, rows: Array(labels.indices), start: start, upTo: best)
        let heldOut = folds.indices.map { features.predictor($0, paths[folds[$0]][best]) }
        return OutputColumn(
            coefficients: full[best],
            penalty: OutputLayerFit.penalties[best],
            heldOut: heldOut
        )
    }

    /// No features, and an intercept that stays finite when one class is absent.
    private static func intercept(_ labels: [Bool], columns: Int) -> [Double] {
        let events = Double(labels.count { $0 })
        let others = Double(labels.count) - events
        return [log((events + 0.5) / (others + 0.5))] + [Double](repeating: 0, count: columns - 1)
    }

    /// Coefficients at each penalty, strongest first.
    private static func path(
        _ features: StandardisedFeatures,
        _ labels: [Bool],
        rows: [Int],
        start: [Double],
        upTo last: Int? = nil
    ) throws -> [[Double]] {
        var fits: [[Double]] = []
        for penalty in OutputLayerFit.penalties.prefix((last ?? OutputLayerFit.penalties.count - 1) + 1) {
            let regression = RidgeLogistic(features: features, labels: labels, rows: rows, penalty: penalty)
            fits.append(try regression.fit(from: fits.last ?? start))
        }
        return fits
    }

    /// Index of the penalty with the least loss on held-out rows; the stronger of equals.
    private static func bestPenalty(
        _ paths: [[[Double]]],
        _ features: StandardisedFeatures,
        _ labels: [Bool],
        _ folds: [Int]
    ) -> Int {
        let losses = OutputLayerFit.penalties.indices.map { index in
            let regression = RidgeLogistic(features: features, labels: labels, rows: [], penalty: 0)
            return paths.indices.reduce(0.0) { sum, fold in
                let rows = folds.indices.filter { folds[$0] == fold }
                return sum + Double(rows.count) * regression.logLoss(paths[fold][index], rows: rows)
            }
        }
        return losses.indices.min { (losses[$0], $0) < (losses[$1], $1) } ?? 0
    }
}
