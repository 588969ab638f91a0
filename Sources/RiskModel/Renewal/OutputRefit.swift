/// One output's row fitted anew: ridge regression towards the recalibrated old row.
///
/// The new logit is a + b · old logit + c + Σ δⱼ xⱼ over standardised features, with the squared penalty on δ alone. So a
/// strong penalty leaves a recalibration and a weak one a fit from nothing: a trial has hundreds of recordings, the
/// old layer was learnt from many more, and what the trial does not contradict stays. Zero as the centre would throw
/// that away.
/// The penalty is the one of least cross-validated log loss, and that choice is cross-validated too: no held-out row had
/// a part in the fit or in the choice of the penalty by which it is predicted.
struct OutputRefit {
    /// Penalties tried, strongest first, so that each fit starts from the one before.
    static let penalties = [30, 10, 3, 1, 0.3, 0.1, 0.03]

    let row: OutputRow
    let penalty: Double
    /// Logits that each row of the sample got from a fit which had not seen its fold.
    let heldOut: [Double]

    /// - Throws: ``Unrenewed``, or ``RiskModelError/cannotFit(reason:)`` when a fit does not settle.
    init(_ sample: OutputSample, old: OutputRow) throws {
        let standardised = StandardisedFeatures(sample.features)
        let folds = 0..<OutputSample.foldCount
        let without = try folds.map { try RefitPath(sample, standardised, excluding: [$0]) }
        // The fit without two folds serves both: it chooses the penalty for one by its loss on the other.
        var pairs: [Set<Int>: RefitPath] = [:]
        for pair in folds.flatMap({ a in (0..<a).map { Set([a, $0]) } }) {
            pairs[pair] = try RefitPath(sample, standardised, excluding: pair)
        }
        var heldOut = sample.logits
        for fold in folds {
            let others = folds.filter { $0 != fold }
            let best = Self.best { index in
                others.reduce(0.0) { $0 + (pairs[[fold, $1]]?.loss(index, on: $1) ?? 0) }
            }
            for row in sample.rows(in: fold) { heldOut[row] = without[fold].logit(row, index: best) }
        }
        let best = Self.best { index in folds.reduce(0.0) { $0 + without[$1].loss(index, on: $1) } }
        let full = try RefitPath(sample, standardised, excluding: [], upTo: best)
        self.heldOut = heldOut
        penalty = Self.penalties[best]
        row = full.folded(into: old, index: best)
    }

    /// The place of the least loss; the stronger penalty of equals.
    private static func best(_ loss: (Int) -> Double) -> Int {
        let losses = penalties.indices.map(loss)
        return losses.indices.min { (losses[$0], $0) < (losses[$1], $1) } ?? 0
    }
}

/// Fits at each penalty to the rows outside some folds.
private struct RefitPath {
    private let sample: OutputSample
    private let features: StandardisedFeatures
    private let map: LogitMap
    private let offsets: [Double]
    private let fits: [[Double]]

    init(
        _ sample: OutputSample,
        _ features: StandardisedFeatures,
        excluding folds: Set<Int>,
        upTo last: Int = OutputRefit.penalties.count - 1
    ) throws {
        let rows = sample.rows(without: folds)
        let map = try LogitMap(sample, rows: rows)
        let offsets = sample.logits.map { map($0) }
        var fits: [[Double]] = []
        for penalty in OutputRefit.penalties[...last] {
            let regression = RidgeLogistic(
                features: features,
                labels: sample.labels,
                rows: rows,
                penalty: penalty,
                offsets: offsets,
                weights: sample.weights
            )
            fits.append(try regression.fit(from: fits.last ?? [Double](repeating: 0, count: features.columns)))
        }
        (self.sample, self.features, self.map, self.offsets, self.fits) = (sample, features, map, offsets, fits)
    }

    func logit(_ row: Int, index: Int) -> Double { offsets[row] + features.predictor(row, fits[index]) }

    /// Log loss of a fold's rows, summed by their weights.
    func loss(_ index: Int, on fold: Int) -> Double {
        let rows = sample.rows(in: fold)
        let regression = RidgeLogistic(
            features: features,
            labels: sample.labels,
            rows: [],
            penalty: 0,
            offsets: offsets,
            weights: sample.weights
        )
        let size = sample.weights.map { weights in rows.reduce(0.0) { $0 + weights[$1] } } ?? Double(rows.count)
        return size * regression.logLoss(fits[index], rows: rows)
    }

    func folded(into old: OutputRow, index: Int) -> OutputRow {
        var row = map.folded(into: old)
        let change = features.unstandardised(fits[index])
        row.weights = zip(row.weights, change.weights).map(+)
        row.bias += change.bias
        return row
    }
}
