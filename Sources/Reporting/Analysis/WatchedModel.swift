/// What a report on a model at work says of the model, and where its counts came from.
package struct WatchedModel: Sendable, Equatable {
    package let trial: String
    package let model: String
    /// 64 hexadecimal digits.
    package let weightsSHA256: String
    /// Such as `active at CSMC, NYP`.
    package let releases: String
    /// The output that is looked at, such as `shd`.
    package let output: String
    /// A score at or above it is flagged.
    package let threshold: Double
    /// Such as `the lower bound of high in shd-simulated-1`.
    package let thresholdOrigin: String
    /// The database and the moment at which it was read, as one phrase.
    package let source: String

    package init(
        trial: String,
        model: String,
        weightsSHA256: String,
        releases: String,
        output: String,
        threshold: Double,
        thresholdOrigin: String,
        source: String
    ) {
        self.trial = trial
        self.model = model
        self.weightsSHA256 = weightsSHA256
        self.releases = releases
        self.output = output
        self.threshold = threshold
        self.thresholdOrigin = thresholdOrigin
        self.source = source
    }

    var title: String { ModelTitle.title(of: model) }

    /// Model, weights and releases in one phrase.
    var identity: String { "\(title), weights \(weightsSHA256.prefix(12))…, \(releases)" }

    /// What flagged means, in one phrase.
    var flagging: String { "\(output) at or above \(threshold) (\(thresholdOrigin))" }
}
