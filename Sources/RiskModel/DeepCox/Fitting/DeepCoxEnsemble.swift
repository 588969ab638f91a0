import Biostatistics

/// The trained networks as they will be used: in float32, with each patient's score by the one that left them out.
struct DeepCoxEnsemble {
    let training: EnsembleTraining
    let weights: DeepCoxWeights
    /// By patient.
    let outOfFold: [Double]

    /// Rows of scaled inputs.
    init(
        _ scaled: [[Double]],
        _ followUp: FollowUp,
        widths: [Int],
        _ settings: DeepCoxFit.Settings,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws {
        _ = try DeepCoxShape(folds: settings.folds, widths: widths)
        let seeds = (0..<2).map { SplitMix64.replicateSeed(settings.seed, replicate: UInt64($0)) }
        let folds = CohortFolds(followUp.events, count: settings.folds, seed: seeds[0])
        training = EnsembleTraining(
            inputs: scaled.flatMap(\.self),
            followUp,
            folds: folds,
            widths: widths,
            schedule: .init(),
            seed: seeds[1],
            progress: progress
        )
        let named = training.networks.enumerated().flatMap { fold, network in network.tensors(fold: fold) }
        weights = try DeepCoxWeights(tensors: Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0.tensor) }))
        let network = DeepCoxNetwork(weights)
        outOfFold = zip(scaled, folds.fold).map { row, fold in network.outputs(row)[fold] }
    }

    /// From the least to the greatest score, outwards to a tenth.
    var axis: ModelCard.Survival.Interval {
        let lower = ((outOfFold.min() ?? -1) * 10).rounded(.down) / 10
        let upper = ((outOfFold.max() ?? 1) * 10).rounded(.up) / 10
        return lower < upper ? .init(lower, upper) : .init(-1, 1)
    }
}
