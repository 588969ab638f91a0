import Biostatistics
import Foundation
import Synchronization

/// Networks trained each without a fold of the patients, stopped where they best foretell those left out.
///
/// All stop after the same number of epochs: that at which the likelihood of the patients left out, summed over folds,
/// is greatest. A fold alone has too few events to stop its own network by, and a network that stopped where its own
/// fold fares best would flatter that fold, whose outputs the linear Cox model is fitted to.
struct EnsembleTraining: Sendable {
    /// One a fold.
    let networks: [TrainingNetwork]
    /// Epochs after which all were taken.
    let epochs: Int
    /// Mean deviance an event of the patients left out, by look.
    let deviances: [Double]
    /// Whether the likelihood still rose at the last look.
    var isCutShort: Bool { deviances.count > 1 && deviances.indices.min { deviances[$0] < deviances[$1] } == deviances.count - 1 }

    /// - Parameters:
    ///   - inputs: Scaled, row by row.
    ///   - followUp: Of the same patients.
    ///   - folds: Of the same patients.
    ///   - widths: Of each network.
    ///   - seed: Decides first weights; each network has a seed of its own.
    ///   - progress: Told epochs done, of all networks together; from any thread.
    init(
        inputs: [Double],
        _ followUp: FollowUp,
        folds: CohortFolds,
        widths: [Int],
        schedule: NetworkTraining.Schedule,
        seed: UInt64,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        let all = PartialLikelihood(followUp)
        let done = Mutex(0)
        let paths = Mutex([Int: (taken: [TrainingNetwork], gains: [Double])]())
        DispatchQueue.concurrentPerform(iterations: folds.count) { fold in
            let kept = folds.others(fold)
            let others = PartialLikelihood(
                FollowUp(times: kept.map { followUp.times[$0] }, events: kept.map { followUp.events[$0] })
            )
            let rows = kept.flatMap { inputs[$0 * widths[0]..<($0 + 1) * widths[0]] }
            let offsets = Self.offsets(inputs, kept, followUp, width: widths[0], schedule)
            let training = NetworkTraining(
                schedule: schedule,
                inputs: rows,
                offsets: kept.map { offsets[$0] },
                likelihood: others
            )
            let first = TrainingNetwork(widths: widths, seed: SplitMix64.replicateSeed(seed, replicate: UInt64(fold)))
            let taken = training.run(first) { _ in
                let count = done.withLock {
                    $0 += 1
                    return $0
                }
                progress(count, folds.count * schedule.epochs)
            }
            var pass = NetworkPass(first, inputs: inputs)
            let gains = taken.map { network in
                let predictors = zip(offsets, pass.forward(network.parameters)).map { $0 + schedule.reach * $1 }
                return all.value(predictors) - others.value(kept.map { predictors[$0] })
            }
            paths.withLock { $0[fold] = (taken, gains) }
        }
        let found = paths.withLock { paths in (0..<folds.count).compactMap { paths[$0] } }
        let looks = schedule.epochs / schedule.interval
        let deviances = (0..<looks).map { look in
            -2 * found.reduce(0.0) { $0 + $1.gains[look] } / Double(max(1, all.events))
        }
        let best = deviances.indices.min { deviances[$0] < deviances[$1] } ?? 0
        networks = found.map { $0.taken[best] }
        epochs = (best + 1) * schedule.interval
        self.deviances = deviances
    }

    private static func offsets(_ inputs: [Double], _ kept: [Int], _ followUp: FollowUp, width: Int, _ schedule: NetworkTraining.Schedule) -> [Double] {
        guard schedule.linear else { return Array(repeating: 0, count: followUp.count) }
        let rows = (0..<followUp.count).map { Array(inputs[$0 * width..<($0 + 1) * width]) }
        let sub = FollowUp(times: kept.map { followUp.times[$0] }, events: kept.map { followUp.events[$0] })
        guard let m = try? CoxModel.fit(CoxData(sub, covariates: kept.map { rows[$0] })).get() else { return Array(repeating: 0, count: followUp.count) }
        let b = m.coefficients.map(\.value)
        return rows.map { zip($0, b).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}
