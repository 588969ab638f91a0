import Biostatistics

/// A recalibration: the new logit is intercept + slope · old logit.
///
/// Source: Cox, Biometrika 45 (1958) 562.
struct LogitMap: Equatable {
    let intercept: Double
    /// Above 0: a recalibration keeps the order of the patients.
    let slope: Double

    /// Logistic regression of the label on the logit, on some rows of a sample.
    ///
    /// - Throws: ``Unrenewed`` where the likelihood has no maximum, or the slope would turn the order round.
    init(_ sample: OutputSample, rows: [Int]) throws(Unrenewed) {
        let weights = sample.weights
        let regression = LogisticRegression(
            outcomes: rows.map { sample.labels[$0] },
            columns: [rows.map { sample.logits[$0] }],
            weights: weights.map { weights in rows.map { weights[$0] } }
        )
        let coefficients = regression.fit().flatMap { fit in
            fit.terms[0].flatMap { intercept in fit.terms[1].map { (intercept.coefficient, $0.coefficient) } }
        }
        switch coefficients {
        case .failure(let reason): throw Unrenewed(reason: "no recalibration: \(reason.explanation)")
        case .success((let intercept, let slope)):
            guard slope > 0 else {
                throw Unrenewed(reason: "the recalibration slope is not above 0: the output does not rank these cases")
            }
            (self.intercept, self.slope) = (intercept, slope)
        }
    }

    func callAsFunction(_ logit: Double) -> Double { intercept + slope * logit }

    /// The same output followed by this map, exactly.
    func folded(into row: OutputRow) -> OutputRow {
        var row = row
        row.weights = row.weights.map { slope * $0 }
        row.bias = intercept + slope * row.bias
        return row
    }

    /// Logits that each row gets from a map fitted without its fold.
    static func heldOut(_ sample: OutputSample) throws(Unrenewed) -> [Double] {
        var logits = sample.logits
        for fold in 0..<OutputSample.foldCount {
            let map = try LogitMap(sample, rows: sample.rows(without: [fold]))
            for row in sample.rows(in: fold) { logits[row] = map(sample.logits[row]) }
        }
        return logits
    }
}
