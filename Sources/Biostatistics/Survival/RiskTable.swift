/// How many were at risk, had the event and were censored at each distinct time, in ascending order of time.
struct RiskTable: Sendable, Equatable {
    struct Row: Sendable, Equatable {
        let time: Double
        /// Patients whose follow-up lasted at least so long.
        let atRisk: Int
        let events: Int
        let censored: Int
    }

    let count: Int
    let rows: [Row]

    init(_ followUp: FollowUp) {
        var keys = followUp.keys
        RadixSort.sort(&keys)
        self.init(sortedKeys: keys)
    }

    /// Keys in ascending order.
    init(sortedKeys keys: [UInt64]) {
        var rows: [Row] = []
        var start = 0
        while start < keys.count {
            let key = FollowUpKey(bits: keys[start])
            var (end, events) = (start, 0)
            while end < keys.count, FollowUpKey(bits: keys[end]).timeBits == key.timeBits {
                if FollowUpKey(bits: keys[end]).isEvent { events += 1 }
                end += 1
            }
            rows.append(
                Row(time: key.time, atRisk: keys.count - start, events: events, censored: end - start - events)
            )
            start = end
        }
        count = keys.count
        self.rows = rows
    }

    /// The last time at which anybody was followed; nil without patients.
    var lastTime: Double? { rows.last?.time }

    /// Patients whose follow-up lasted at least until a time.
    func atRisk(at time: Double) -> Int {
        let place = rows.partitioningIndex { $0.time >= time }
        return place < rows.count ? rows[place].atRisk : 0
    }
}

extension Array {
    /// The first place where the predicate holds, given that it holds from there on.
    func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
