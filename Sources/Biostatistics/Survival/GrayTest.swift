/// Tests whether the cumulative incidence of an event of interest is the same in groups, other events competing.
///
/// The score of a group holds its events against its share of the subdistribution risk set, in which those with a
/// competing event stay. Source: Gray, Ann Stat 16 (1988) 1141, weight ρ = 0.
public enum GrayTest {
    /// Compares groups, with one degree of freedom less than groups that have patients.
    ///
    /// One status and one group in 0..<`groupCount` a time; times finite and not negative. Not estimable without events
    /// of interest or with one group. Equals R `cmprsk::cuminc(time, status, group)$Tests[1, ]`.
    public static func compare(
        times: [Double],
        status: [CompetingStatus],
        groups: [Int],
        groupCount: Int
    ) -> Result<ChiSquareTest, NotEstimable> {
        precondition(times.count == status.count && times.count == groups.count, "one status and one group a time")
        precondition(times.allSatisfy { $0 >= 0 && $0.isFinite }, "times are finite and not negative")
        precondition(groups.allSatisfy((0..<groupCount).contains), "groups lie in 0..<groupCount")
        guard status.contains(.interest) else { return .failure(.noEvents) }
        let present = Set(groups).sorted()
        guard present.count > 1 else { return .failure(.tooFew("groups", needed: 2)) }
        let dense = Dictionary(uniqueKeysWithValues: zip(present, 0...))
        let walk = Walk(times, status, groups.map { dense[$0] ?? 0 }, present.count)
        let tested = 0..<(present.count - 1)
        let (score, covariance) = walk.scoreAndCovariance()
        guard let factor = Cholesky(tested.map { i in tested.map { covariance[i][$0] } }) else {
            return .failure(.noVariation(of: "who has the event"))
        }
        let statistic = factor.quadraticForm(tested.map { score[$0] })
        return .success(ChiSquareTest(statistic, degreesOfFreedom: tested.count))
    }
}

extension GrayTest {
    /// One distinct time with events, with what was so just before it.
    struct Moment {
        /// By group: at risk, events of interest, competing events.
        var atRisk: [Double]
        var interest: [Double]
        var competing: [Double]
        /// By group: the probability to be free of both events, before the time and from it on.
        var before: [Double]
        var after: [Double]
        /// By group: the incidence before the time.
        var incidence: [Double]
        /// Of all groups together: the incidence before the time and from it on.
        var pooledBefore = 0.0
        var pooledAfter = 0.0

        /// The size of a group's subdistribution risk set if nobody in it had had the event.
        func weight(_ group: Int) -> Double { atRisk[group] > 0 ? atRisk[group] / before[group] : 0 }
    }

    /// The patients in order of time, to be walked through twice.
    struct Walk {
        private let times: [Double]
        private let status: [CompetingStatus]
        private let groups: [Int]
        private let order: [Int]
        let groupCount: Int

        init(_ times: [Double], _ status: [CompetingStatus], _ groups: [Int], _ count: Int) {
            (self.times, self.status, self.groups, groupCount) = (times, status, groups, count)
            order = RadixSort.order(of: times)
        }

        /// Calls back for every distinct time with events, in ascending order.
        func visit(_ body: (Moment) -> Void) {
            let zeros = Array(repeating: 0.0, count: groupCount)
            let ones = Array(repeating: 1.0, count: groupCount)
            var moment = Moment(
                atRisk: zeros,
                interest: zeros,
                competing: zeros,
                before: ones,
                after: ones,
                incidence: zeros
            )
            for group in groups { moment.atRisk[group] += 1 }
            var start = 0
            while start < order.count {
                let end = endOfTime(start)
                moment.count(order[start..<end].lazy.map { (groups[$0], status[$0]) })
                if moment.hasEvents {
                    moment.close()
                    body(moment)
                    moment.moveOn()
                }
                for place in order[start..<end] { moment.atRisk[groups[place]] -= 1 }
                start = end
            }
        }

        private func endOfTime(_ start: Int) -> Int {
            var end = start
            while end < order.count, times[order[end]] == times[order[start]] { end += 1 }
            return end
        }
    }
}

extension GrayTest.Moment {
    var hasEvents: Bool { interest.contains { $0 > 0 } || competing.contains { $0 > 0 } }

    /// Counts the events of this time.
    mutating func count(_ patients: some Sequence<(Int, CompetingStatus)>) {
        for group in atRisk.indices { (interest[group], competing[group]) = (0, 0) }
        for (group, status) in patients {
            if status == .interest { interest[group] += 1 }
            if status == .competing { competing[group] += 1 }
        }
    }

    /// Finds what is so from this time on.
    mutating func close() {
        for group in atRisk.indices where atRisk[group] > 0 {
            after[group] = before[group] * (atRisk[group] - interest[group] - competing[group]) / atRisk[group]
        }
        let total = atRisk.indices.reduce(0) { $0 + weight($1) }
        pooledAfter = pooledBefore + interest.reduce(0, +) / total
    }

    /// Makes what is so from this time on the state before the next.
    mutating func moveOn() {
        for group in atRisk.indices where atRisk[group] > 0 {
            incidence[group] += before[group] * interest[group] / atRisk[group]
            before[group] = after[group]
        }
        pooledBefore = pooledAfter
    }
}
