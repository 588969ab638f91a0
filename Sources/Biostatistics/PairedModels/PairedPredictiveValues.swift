import Foundation

/// Predictive values of two tests in the same patients: how often each test's call of one kind is right.
///
/// Read for positive calls; negative predictive values come from the complements of the tables.
public struct PairedPredictiveValues: Sendable, Equatable {
    /// Calls on patients in whom the call is right.
    let right: PairedProportions
    /// Calls on patients in whom it is wrong.
    let wrong: PairedProportions

    /// Right calls among the calls of the first test.
    public var first: Proportion { Self.share(right.first, wrong.first) }
    /// Right calls among the calls of the second test.
    public var second: Proportion { Self.share(right.second, wrong.second) }

    private static func share(_ right: Proportion, _ wrong: Proportion) -> Proportion {
        Proportion(events: right.events, total: right.events + wrong.events)
    }

    /// First minus second; nil where a test made no such call.
    public var difference: Double? {
        guard let p1 = first.estimate, let p2 = second.estimate else { return nil }
        return p1 - p2
    }

    /// Right calls among the calls of both tests together.
    private var pooled: Double {
        (Double(first.events) + Double(second.events)) / (Double(first.total) + Double(second.total))
    }

    /// The generalised score test, which takes the patient as the unit.
    ///
    /// Over patients i, with Z the second test's share of all calls, T = [Σᵢ sᵢ]² / Σᵢ sᵢ²,
    /// where sᵢ sums (right − pooled)(is second − Z) over the calls on i. Refused where a test made no call or no sᵢ
    /// differs from 0. Source: Leisenring, Alonzo and Pepe, Biometrics 56 (2000) 345.
    public func generalisedScore() -> Result<PairedTest, NotEstimable> {
        guard difference != nil else { return .failure(Self.noCall) }
        let share = Double(second.total) / (Double(first.total) + Double(second.total))
        func weight(_ isFirst: Bool, _ isSecond: Bool) -> Double {
            (isFirst ? -share : 0) + (isSecond ? 1 - share : 0)
        }
        let scores = cells.map { cell in
            (count: cell.count, score: (cell.right - pooled) * weight(cell.isFirst, cell.isSecond))
        }
        let sum = scores.reduce(0) { $0 + $1.count * $1.score }
        let squares = scores.reduce(0) { $0 + $1.count * $1.score * $1.score }
        guard squares > 0 else { return .failure(Self.noDiscordance) }
        return .success(PairedTest(statistic: sum * sum / squares))
    }

    /// The weighted generalised score test: the default, whose size holds better in small samples.
    ///
    /// (P₁ − P₂)² / {[P(1 − P) − 2C](1/m₁ + 1/m₂)} with the pooled P and C = [a(1 − P)² + eP²] / (m₁ + m₂) over the
    /// calls a and e of both tests, right and wrong. Refused as the generalised score.
    /// Source: Kosinski, Statistics in Medicine 32 (2013) 964.
    public func weightedGeneralisedScore() -> Result<PairedTest, NotEstimable> {
        guard let difference else { return .failure(Self.noCall) }
        let (m1, m2) = (Double(first.total), Double(second.total))
        // P(1 − P) − 2C without its cancellation: only patients with a call of one test remain.
        let spread =
            (Double(right.discordant) * (1 - pooled) * (1 - pooled) + Double(wrong.discordant) * pooled * pooled)
            / (m1 + m2)
        guard spread > 0 else { return .failure(Self.noDiscordance) }
        return .success(PairedTest(statistic: difference * difference / (spread * (1 / m1 + 1 / m2))))
    }

    /// First over second with limits by the delta method on the logarithm.
    ///
    /// Infinite where only the second is 0; refused where a test made no call or both are 0. No limits where one is 0 or
    /// the variance is. Source: Moskowitz and Pepe, Clinical Trials 3 (2006) 272.
    public func ratio(level: Double = 0.95) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .notEstimable(Self.noCall) }
        guard p1 > 0 || p2 > 0 else { return .notEstimable(.zeroDenominator("both predictive values")) }
        guard let standardError = logRatioStandardError else { return .value(p1 / p2, interval: nil) }
        let factor = exp(NormalDistribution.criticalValue(level: level) * standardError)
        let interval = Interval(
            lower: p1 / p2 / factor,
            upper: p1 / p2 * factor,
            level: level,
            method: .moskowitzPepe
        )
        return .value(p1 / p2, interval: interval)
    }

    /// Two-sided p of a ratio of 1; refused where the ratio has no limits.
    public func ratioTest() -> Result<Double, NotEstimable> {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .failure(Self.noCall) }
        guard let standardError = logRatioStandardError else { return .failure(Self.noDiscordance) }
        return .success(NormalDistribution.twoSidedP(log(p1 / p2) / standardError))
    }

    /// Nil where a predictive value is 0 or nobody adds to the variance.
    private var logRatioStandardError: Double? {
        guard let p1 = first.estimate, let p2 = second.estimate, p1 > 0, p2 > 0 else { return nil }
        let (m1, m2) = (Double(first.total), Double(second.total))
        let variance = cells.reduce(0.0) { sum, cell in
            let one = cell.isFirst ? (cell.right - p1) / (m1 * p1) : 0
            let other = cell.isSecond ? (cell.right - p2) / (m2 * p2) : 0
            return sum + cell.count * (one - other) * (one - other)
        }
        return variance > 0 ? variance.squareRoot() : nil
    }

    /// Patients with a call, by right and wrong and by whose call it is.
    private var cells: [(count: Double, right: Double, isFirst: Bool, isSecond: Bool)] {
        [(right, 1.0), (wrong, 0.0)].flatMap { table, isRight in
            [
                (Double(table.both), isRight, true, true), (Double(table.onlyFirst), isRight, true, false),
                (Double(table.onlySecond), isRight, false, true),
            ]
        }
    }

    private static let noCall = NotEstimable.zeroDenominator("the number of calls of a test")
    private static let noDiscordance = NotEstimable.noVariation(of: "the difference of the predictive values")
}

extension IntervalMethod {
    /// Ratio of paired predictive values, symmetric on the logarithmic scale.
    public static let moskowitzPepe = IntervalMethod("Moskowitz–Pepe log, paired")
}
