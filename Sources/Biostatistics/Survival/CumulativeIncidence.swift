/// How a patient's follow-up ended where several kinds of event compete.
public enum CompetingStatus: Int, Sendable, CaseIterable {
    /// Nothing was seen.
    case censored = 0
    /// The event of interest.
    case interest = 1
    /// Another event, after which the first cannot come any more.
    case competing = 2
}

/// The Aalen–Johansen estimate of the probability to have had each of two competing events.
///
/// F₁(t) = Σ S(tᵢ−) d₁ᵢ/nᵢ with S the probability to be free of both. Sources: Aalen and Johansen, Scand J Stat 5
/// (1978) 141; Gray, Ann Stat 16 (1988) 1141.
public struct CumulativeIncidence: Sendable {
    /// One distinct time with an event.
    struct Step {
        let time: Double
        let atRisk: Double
        let interest: Double
        let competing: Double
        /// S just before the time and from it on.
        let before: Double
        let after: Double
        /// F₁ and F₂ from the time on.
        let incidence: (interest: Double, competing: Double)
    }

    /// The estimate at one time.
    public struct Point: Sendable, Equatable {
        /// When.
        public let time: Double
        /// The probability to have had the event.
        public let incidence: Double
        /// By Greenwood's argument, as R `survfit` has it.
        public let standardError: Double
        /// By the counting process, as R `cmprsk::cuminc` has it.
        public let aalenStandardError: Result<Double, NotEstimable>
    }

    let steps: [Step]
    /// The last time at which anybody was followed; nil without patients.
    public let lastTime: Double?

    /// Sorts once; O(n log n).
    ///
    /// One status a time; times finite and not negative.
    public init(times: [Double], status: [CompetingStatus]) {
        precondition(times.count == status.count, "one status a time")
        precondition(times.allSatisfy { $0 >= 0 && $0.isFinite }, "times are finite and not negative")
        let order = RadixSort.order(of: times)
        var steps: [Step] = []
        var (survival, interest, competing, start) = (1.0, 0.0, 0.0, 0)
        while start < order.count {
            let time = times[order[start]]
            var (end, d1, d2) = (start, 0.0, 0.0)
            while end < order.count, times[order[end]] == time {
                switch status[order[end]] {
                case .interest: d1 += 1
                case .competing: d2 += 1
                case .censored: break
                }
                end += 1
            }
            let n = Double(order.count - start)
            start = end
            guard d1 + d2 > 0 else { continue }
            interest += survival * d1 / n
            competing += survival * d2 / n
            let after = survival * (n - d1 - d2) / n
            steps.append(
                Step(
                    time: time,
                    atRisk: n,
                    interest: d1,
                    competing: d2,
                    before: survival,
                    after: after,
                    incidence: (interest, competing)
                )
            )
            survival = after
        }
        self.steps = steps
        lastTime = order.last.map { times[$0] }
    }
}
