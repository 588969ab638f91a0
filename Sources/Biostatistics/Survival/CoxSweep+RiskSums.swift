import Foundation

extension CoxSweep {
    /// Sums over the risk set and over the events of the current time: of the risks, of risk times covariates, and of
    /// risk times products of covariates.
    ///
    /// The memory is its own, because millions of patients pass through these few numbers.
    struct RiskSums {
        private let width: Int
        private let triangle: Int
        /// Risk, risk·x, risk·xxᵀ of all at risk.
        private let all: UnsafeMutableBufferPointer<Double>
        /// The same of the events of this time.
        private let tied: UnsafeMutableBufferPointer<Double>
        private let sumOfEvents: UnsafeMutableBufferPointer<Double>
        private let score: UnsafeMutableBufferPointer<Double>
        private let information: UnsafeMutableBufferPointer<Double>

        init(width: Int) {
            self.width = width
            triangle = width * (width + 1) / 2
            all = .zeros(1 + width + triangle)
            tied = .zeros(1 + width + triangle)
            // One more than needed: the sum of the predictors of the events lies at the end.
            sumOfEvents = .zeros(width + 1)
            score = .zeros(width)
            information = .zeros(triangle)
        }

        func deallocate() {
            for buffer in [all, tied, sumOfEvents, score, information] { buffer.deallocate() }
        }

        func clear() { all.update(repeating: 0) }

        /// Adds the patients of one time, events first, and returns how many events there are.
        func add(
            _ patients: Range<Int>,
            _ keys: [UInt64],
            _ rows: UnsafeBufferPointer<Double>,
            _ predictors: [Double],
            _ shift: Double
        ) -> Int {
            var deaths = 0
            for patient in patients {
                let row = UnsafeBufferPointer(rebasing: rows[(patient * width)..<((patient + 1) * width)])
                let risk = exp(predictors[patient] - shift)
                Self.add(risk, row, to: all)
                guard FollowUpKey(bits: keys[patient]).isEvent else { continue }
                if deaths == 0 {
                    tied.update(repeating: 0)
                    sumOfEvents.update(repeating: 0)
                }
                deaths += 1
                Self.add(risk, row, to: tied)
                for column in 0..<width { sumOfEvents[column] += row[column] }
                sumOfEvents[width] += predictors[patient]
            }
            return deaths
        }

        @inline(__always)
        private static func add(
            _ risk: Double,
            _ row: UnsafeBufferPointer<Double>,
            to sums: UnsafeMutableBufferPointer<Double>
        ) {
            sums[0] += risk
            var cell = 1 + row.count
            for i in 0..<row.count {
                let weighted = risk * row[i]
                sums[1 + i] += weighted
                for j in 0...i {
                    sums[cell] += weighted * row[j]
                    cell += 1
                }
            }
        }

        /// The contribution of the events of this time.
        func eventTime(_ stratum: Int, _ time: Double, deaths: Int, ties: TieHandling, shift: Double) -> EventTime {
            for column in 0..<width { score[column] = sumOfEvents[column] }
            information.update(repeating: 0)
            var (logLikelihood, hazard) = (sumOfEvents[width], 0.0)
            // Breslow's events all meet the same sums: one step counts for all of them.
            let steps = ties == .efron ? deaths : 1
            let count = Double(deaths / steps)
            for step in 0..<steps {
                let gone = Double(step) / Double(steps)
                let total = all[0] - gone * tied[0]
                logLikelihood -= count * (log(total) + shift)
                hazard += count / total
                addStep(gone, total, count)
            }
            return EventTime(
                stratum: stratum,
                time: time,
                logLikelihood: logLikelihood,
                hazard: hazard * exp(-shift),
                score: UnsafeBufferPointer(score),
                information: UnsafeBufferPointer(information)
            )
        }

        /// Mean and covariance of the covariates in the risk set, a share of the tied events taken out.
        private func addStep(_ gone: Double, _ total: Double, _ count: Double) {
            var cell = 0
            for i in 0..<width {
                let mean = (all[1 + i] - gone * tied[1 + i]) / total
                score[i] -= count * mean
                for j in 0...i {
                    let other = (all[1 + j] - gone * tied[1 + j]) / total
                    let product = (all[1 + width + cell] - gone * tied[1 + width + cell]) / total
                    information[cell] += count * (product - mean * other)
                    cell += 1
                }
            }
        }
    }
}

extension UnsafeMutableBufferPointer<Double> {
    fileprivate static func zeros(_ count: Int) -> Self {
        let buffer = Self.allocate(capacity: Swift.max(1, count))
        buffer.initialize(repeating: 0)
        return buffer
    }
}
