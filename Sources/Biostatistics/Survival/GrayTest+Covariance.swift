extension GrayTest.Walk {
    /// The score of each group and the covariance of the scores.
    ///
    /// A score is a sum over events; an event in group k counts what it adds at its time, and through the estimates of
    /// incidence what it changes at all later times. The first walk finds the sums over all times, the second what of
    /// them is still to come at each.
    func scoreAndCovariance() -> (score: [Double], covariance: [[Double]]) {
        let count = groupCount
        var score = Array(repeating: 0.0, count: count)
        var whole = Sensitivity(count)
        visit { moment in
            moment.addScores(to: &score)
            whole.add(moment)
        }
        var sofar = Sensitivity(count)
        var covariance = Array(repeating: Array(repeating: 0.0, count: count), count: count)
        visit { moment in
            sofar.add(moment)
            for k in 0..<count where moment.atRisk[k] > 0 {
                for (direct, later, variance) in moment.jumps(of: k) {
                    let change = (0..<count).map { i in
                        (direct ? sofar.now[i][k] : 0) + later * (whole.sum[i][k] - sofar.sum[i][k])
                    }
                    for i in 0..<count { for j in 0..<count { covariance[i][j] += change[i] * change[j] * variance } }
                }
            }
        }
        return (score, covariance)
    }

    /// How the score of each group reacts to each group's risk set.
    private struct Sensitivity {
        /// At this time.
        private(set) var now: [[Double]]
        /// Over all times up to this, weighted by the hazard of the pooled subdistribution.
        private(set) var sum: [[Double]]

        init(_ count: Int) {
            now = Array(repeating: Array(repeating: 0, count: count), count: count)
            sum = now
        }

        mutating func add(_ moment: GrayTest.Moment) {
            let weights = moment.atRisk.indices.map(moment.weight)
            let total = weights.reduce(0, +)
            let hazard = moment.interest.reduce(0, +) / (total * (1 - moment.pooledBefore))
            for i in weights.indices {
                for k in weights.indices {
                    now[i][k] = weights[i] * ((i == k ? 1 : 0) - weights[k] / total)
                    if hazard > 0 { sum[i][k] += now[i][k] * hazard }
                }
            }
        }
    }
}

extension GrayTest.Moment {
    /// Events of each group less its share of all.
    func addScores(to score: inout [Double]) {
        let open = atRisk.indices.map { weight($0) * (1 - incidence[$0]) }
        let total = open.reduce(0, +)
        let events = interest.reduce(0, +)
        for group in score.indices where atRisk[group] > 0 {
            score[group] += interest[group] - events * open[group] / total
        }
    }

    /// What events at this time do in one group: whether they count at the time itself, how they count later, and the
    /// variance of their number.
    ///
    /// Events of interest are spread over groups as the pooled incidence says; competing ones are the group's own.
    func jumps(of group: Int) -> [(direct: Bool, later: Double, variance: Double)] {
        var jumps: [(Bool, Double, Double)] = []
        let (n, free) = (atRisk[group], before[group])
        let ratio = after[group] > 0 ? (1 - pooledAfter) / after[group] : 0
        let events = interest.reduce(0, +)
        if events > 0 {
            let total = atRisk.indices.reduce(0) { $0 + weight($1) }
            let ties = events > 1 ? 1 - (events - 1) / (total * free - 1) : 1
            jumps.append((true, 1 - ratio, ties * free * events / (total * n)))
        }
        if competing[group] > 0, after[group] > 0 {
            let ties = competing[group] > 1 ? 1 - (competing[group] - 1) / (n - 1) : 1
            jumps.append((false, ratio, ties * free * free * competing[group] / (n * n)))
        }
        return jumps
    }
}
