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
    /// Whether the likelihood still rose at the last look.
    let isCutShort: Bool

    /// Trains one network a fold on scaled inputs, row by row, each from first weights of a seed of its own.
    ///
    /// Progress is told in epochs of all networks together, from any thread.
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
        let courses = Mutex([Int: Course]())
        DispatchQueue.concurrentPerform(iterations: folds.count) { fold in
            let start = TrainingNetwork(widths: widths, seed: SplitMix64.replicateSeed(seed, replicate: UInt64(fold)))
            let course = Course(of: start, inputs, followUp, all, kept: folds.others(fold), schedule) {
                let count = done.withLock {
                    $0 += 1
                    return $0
                }
                progress(count, folds.count * schedule.epochs)
            }
            courses.withLock { $0[fold] = course }
        }
        let found = courses.withLock { courses in (0..<folds.count).compactMap { courses[$0] } }
        let deviances = (0..<schedule.epochs / schedule.interval).map { look in
            -2 * found.reduce(0.0) { $0 + $1.gains[look] } / Double(max(1, all.events))
        }
        let best = deviances.indices.min { deviances[$0] < deviances[$1] } ?? 0
        networks = found.map { $0.looks[best] }
        epochs = (best + 1) * schedule.interval
        isCutShort = best == deviances.count - 1
    }
}

/// One network's way through training.
private struct Course: Sendable {
    /// The network at each look.
    let looks: [TrainingNetwork]
    /// ℓ(all) − ℓ(others) at each look, which is what the patients left out add.
    let gains: [Double]

    init(
        of network: TrainingNetwork,
        _ inputs: [Double],
        _ followUp: FollowUp,
        _ all: PartialLikelihood,
        kept: [Int],
        _ schedule: NetworkTraining.Schedule,
        epoch: () -> Void
    ) {
        let width = network.widths[0]
        let others = PartialLikelihood(
            FollowUp(times: kept.map { followUp.times[$0] }, events: kept.map { followUp.events[$0] })
        )
        let rows = kept.flatMap { inputs[$0 * width..<($0 + 1) * width] }
        let training = NetworkTraining(schedule: schedule, inputs: rows, likelihood: others)
        looks = training.run(network, epoch: epoch)
        var pass = NetworkPass(network, inputs: inputs)
        gains = looks.map { network in
            let predictors = pass.forward(network.parameters).map { schedule.reach * $0 }
            return all.value(predictors) - others.value(kept.map { predictors[$0] })
        }
    }
}
