extension CumulativeIncidence {
    /// The probability to have had an event by a time, which is at least 0.
    ///
    /// The cause is not `.censored`.
    ///
    /// Not estimable beyond the last follow-up, unless all had an event by then. Equals R `survfit` of a factor status
    /// and, for the other standard error, `cmprsk::timepoints(cuminc(…))`.
    public func incidence(of cause: CompetingStatus, at time: Double) -> Result<Point, NotEstimable> {
        precondition(cause != .censored, "a cause is one of the two events")
        guard let lastTime else { return .failure(.noObservations) }
        let past = steps[..<steps.partitioningIndex { $0.time > time }]
        guard time <= lastTime || past.last?.after == 0 else { return .failure(.beyondFollowUp) }
        let terms = past.map { Term($0, cause) }
        return .success(
            Point(
                time: time,
                incidence: terms.last?.incidence ?? 0,
                standardError: Self.greenwood(terms),
                aalenStandardError: time <= lastTime ? aalen(terms, cause) : .failure(.beyondFollowUp)
            )
        )
    }

    /// One event time seen from one of the causes.
    private struct Term {
        let step: Step
        let events: Double
        let others: Double
        let incidence: Double

        init(_ step: Step, _ cause: CompetingStatus) {
            let isFirst = cause == .interest
            self.step = step
            events = isFirst ? step.interest : step.competing
            others = isFirst ? step.competing : step.interest
            incidence = isFirst ? step.incidence.interest : step.incidence.competing
        }
    }

    /// Multinomial variance at each time, carried forward: Marubini and Valsecchi, Analysing Survival Data (1995) 10.3.
    private static func greenwood(_ terms: [Term]) -> Double {
        let last = terms.last?.incidence ?? 0
        let variance = terms.reduce(into: CompensatedSum()) { sum, term in
            let (n, all, own) = (term.step.atRisk, term.events + term.others, term.events)
            let ahead = last - term.incidence
            if all < n { sum.add(ahead * ahead * all / (n * (n - all))) }
            sum.add(term.step.before * term.step.before * own * (n - own) / (n * n * n))
            sum.add(-2 * ahead * term.step.before * own / (n * n))
        }
        return max(0, variance.value).squareRoot()
    }

    /// Martingale variance, a step function that moves at events of the cause only.
    private func aalen(_ terms: [Term], _ cause: CompetingStatus) -> Result<Double, NotEstimable> {
        guard steps.contains(where: { Term($0, cause).events > 0 }) else { return .failure(.noEvents) }
        guard let end = terms.lastIndex(where: { $0.events > 0 }) else { return .success(0) }
        let last = terms[end].incidence
        let variance = terms[...end].reduce(into: CompensatedSum()) { sum, term in
            let after = term.step.after
            // How one more event of the cause, or of the other, would move the incidence at the end.
            let loss = after > 0 ? (term.incidence - last) / after : 0
            sum.add((1 + loss) * (1 + loss) * Self.jump(term, term.events))
            sum.add(loss * loss * Self.jump(term, term.others))
        }
        return .success(max(0, variance.value).squareRoot())
    }

    /// Variance of the jumps by d events at one time, tied events as drawn without replacement.
    private static func jump(_ term: Term, _ d: Double) -> Double {
        guard d > 0 else { return 0 }
        let (n, before) = (term.step.atRisk, term.step.before)
        let ties = d > 1 ? 1 - (d - 1) / (n - 1) : 1
        return ties * before * before * d / (n * n)
    }
}
