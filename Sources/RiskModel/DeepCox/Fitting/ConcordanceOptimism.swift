import Biostatistics
import Foundation
import Synchronization

/// How much the C-index of a Cox model gains by being measured on the patients it was fitted to.
///
/// Harrell's bootstrap of the **linear Cox model of inputs and out-of-fold deep score**: fit it to a sample drawn with
/// replacement, and take its C-index in the sample less that in the patients themselves; the mean of that is taken off.
/// The networks are not trained again, nor inputs chosen again: out-of-fold scores carry no optimism of the networks.
/// Source: Harrell, Lee and Mark, Statistics in Medicine 15 (1996) 361.
enum ConcordanceOptimism {
    /// The mean over the samples in which the model can be fitted.
    ///
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` where that is fewer than half of them.
    static func mean(
        _ followUp: FollowUp,
        _ rows: [[Double]],
        _ settings: DeepCoxFit.Settings,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> Double {
        let seed = SplitMix64.replicateSeed(settings.seed, replicate: 2)
        let done = Mutex(-1)
        let bootstrap = Bootstrap(seed: seed, replicates: settings.resamples)
        let found = bootstrap.run(count: followUp.count) { places in
            // The first call has the patients themselves and no optimism.
            let count = done.withLock {
                $0 += 1
                return $0
            }
            progress(count, settings.resamples)
            return optimism(places, followUp, rows)
        }
        guard case .success(let distribution) = found else {
            throw RiskModelError.cannotFit(reason: "the linear Cox model cannot be fitted; leave columns out")
        }
        let values = distribution.values.compactMap(\.self)
        guard 2 * values.count >= settings.resamples else {
            throw RiskModelError.cannotFit(
                reason: "the linear Cox model could be fitted to \(values.count) of \(settings.resamples) bootstrap "
                    + "samples only; leave rare findings out or take more patients"
            )
        }
        return values.reduce(0, +) / Double(values.count)
    }

    private static func optimism(_ places: [Int], _ followUp: FollowUp, _ rows: [[Double]]) -> Double? {
        let sample = FollowUp(
            times: places.map { followUp.times[$0] },
            events: places.map { followUp.events[$0] }
        )
        let drawn = places.map { rows[$0] }
        guard let model = try? CoxModel.fit(CoxData(sample, covariates: drawn)).get() else { return nil }
        let coefficients = model.coefficients.map(\.value)
        func predictors(_ rows: [[Double]]) -> [Double] {
            rows.map { row in
                var sum = 0.0
                for place in row.indices { sum += row[place] * coefficients[place] }
                return sum
            }
        }
        guard let within = Concordance.harrell(sample, risk: predictors(drawn)).estimate.point,
            let without = Concordance.harrell(followUp, risk: predictors(rows)).estimate.point
        else { return nil }
        return within - without
    }
}
