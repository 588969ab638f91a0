/// The Kaplan–Meier estimate G of the probability to be still uncensored, for weights by its inverse.
///
/// Events leave the risk set before the censorings of the same time.
struct CensoringDistribution {
    /// One distinct time.
    struct Point {
        let time: Double
        /// G just before the time.
        let before: Double
        /// G from the time on.
        let after: Double
        /// Patients at risk of being censored at the time, those censored included.
        let atRisk: Double
        let censored: Double
    }

    let points: [Point]

    init(_ table: RiskTable) {
        var g = 1.0
        points = table.rows.map { row in
            let before = g
            let atRisk = row.atRisk - row.events
            if row.censored > 0 { g *= Double(atRisk - row.censored) / Double(atRisk) }
            return Point(
                time: row.time,
                before: before,
                after: g,
                atRisk: Double(atRisk),
                censored: Double(row.censored)
            )
        }
    }

    /// The place of an observed time.
    func place(of time: Double) -> Int { points.partitioningIndex { $0.time >= time } }

    /// G just before a time: the probability to be uncensored up to it.
    func before(_ time: Double) -> Double {
        let place = place(of: time)
        if place < points.count { return points[place].before }
        return points.last?.after ?? 1
    }

    /// G at a time, censorings at that time included.
    func at(_ time: Double) -> Double {
        let place = points.partitioningIndex { $0.time > time }
        return place > 0 ? points[place - 1].after : 1
    }
}
