/// Comparable pairs, all together and for each patient, counted in two sweeps through the times.
struct ConcordanceTally {
    private(set) var concordant = 0.0
    private(set) var discordant = 0.0
    private(set) var tiedRisk = 0.0
    private(set) var tiedTime = 0
    /// Concordant less discordant pairs of each patient, in order of time.
    private var net: [Double]
    /// All comparable pairs of each patient, in order of time.
    private var comparable: [Double]

    /// With one weight a distinct time, or all pairs alike.
    init(_ followUp: FollowUp, _ risk: [Double], weights: [Double]?) {
        let dense = DenseRanks(risk)
        var (keys, ranks) = (followUp.keys, dense.ranks)
        RadixSort.sort(&keys, carrying: &ranks)
        net = Array(repeating: 0, count: keys.count)
        comparable = net
        let times = TimeGroups(keys)
        tiedTime = times.tiedEvents
        countLater(times, ranks, rankCount: dense.count, weights)
        if let weights {
            countEarlier(times, ranks, FenwickTree<Double>(count: dense.count)) { weights[$0] }
        } else {
            countEarlier(times, ranks, FenwickTree<UInt32>(count: dense.count)) { _ in 1 }
        }
    }

    /// The strata of one analysis, taken together.
    init(merging parts: [ConcordanceTally]) {
        net = parts.flatMap(\.net)
        comparable = parts.flatMap(\.comparable)
        for part in parts {
            concordant += part.concordant
            discordant += part.discordant
            tiedRisk += part.tiedRisk
            tiedTime += part.tiedTime
        }
    }

    /// √Σ of the squared derivatives of the index by the weight of each patient.
    var standardError: Double {
        let total = concordant + discordant + tiedRisk
        let somers = (concordant - discordant) / total
        let squares = zip(net, comparable).reduce(0.0) { sum, pair in
            let derivative = (pair.0 - somers * pair.1) / total
            return sum + derivative * derivative
        }
        return 0.5 * squares.squareRoot()
    }

    /// From the last time back: each event meets those who were followed for longer.
    private mutating func countLater(_ times: TimeGroups, _ ranks: [UInt32], rankCount: Int, _ weights: [Double]?) {
        var later = FenwickTree<UInt32>(count: rankCount)
        var met = 0
        for group in times.groups.indices.reversed() {
            let (events, censored) = times.groups[group]
            for place in censored { later.add(1, at: Int(ranks[place])) }
            met += censored.count
            let weight = weights?[group] ?? 1
            for place in events where weight > 0 {
                let rank = Int(ranks[place])
                let (lower, same) = (Double(later.sum(before: rank)), Double(later[rank]))
                let higher = Double(met) - lower - same
                concordant += weight * lower
                discordant += weight * higher
                tiedRisk += weight * same
                net[place] = weight * (lower - higher)
                comparable[place] = weight * Double(met)
            }
            for place in events { later.add(1, at: Int(ranks[place])) }
            met += events.count
        }
    }

    /// From the first time on: each patient meets the events that came before.
    private mutating func countEarlier<Value: AdditiveArithmetic & PairWeight>(
        _ times: TimeGroups,
        _ ranks: [UInt32],
        _ tree: FenwickTree<Value>,
        weight: (Int) -> Value
    ) {
        var earlier = tree
        var met = Value.zero
        for group in times.groups.indices {
            let (events, censored) = times.groups[group]
            for place in events { meet(place, Int(ranks[place]), earlier, met) }
            let weight = weight(group)
            for place in events {
                earlier.add(weight, at: Int(ranks[place]))
                met += weight
            }
            for place in censored { meet(place, Int(ranks[place]), earlier, met) }
        }
    }

    @inline(__always)
    private mutating func meet<Value: AdditiveArithmetic & PairWeight>(
        _ place: Int,
        _ rank: Int,
        _ earlier: FenwickTree<Value>,
        _ met: Value
    ) {
        let (lower, same, all) = (earlier.sum(before: rank).asDouble, earlier[rank].asDouble, met.asDouble)
        net[place] += all - same - lower - lower
        comparable[place] += all
    }
}

/// What a comparable pair counts.
protocol PairWeight {
    var asDouble: Double { get }
}

extension Double: PairWeight {
    var asDouble: Double { self }
}

extension UInt32: PairWeight {
    var asDouble: Double { Double(self) }
}

/// The places of events and censorings of each distinct time, in ascending order.
struct TimeGroups {
    let groups: [(events: Range<Int>, censored: Range<Int>)]

    /// Keys in ascending order.
    init(_ keys: [UInt64]) {
        var groups: [(events: Range<Int>, censored: Range<Int>)] = []
        var start = 0
        while start < keys.count {
            let time = FollowUpKey(bits: keys[start]).timeBits
            var censored = start
            while censored < keys.count, keys[censored] == time << 1 { censored += 1 }
            var end = censored
            while end < keys.count, FollowUpKey(bits: keys[end]).timeBits == time { end += 1 }
            groups.append((start..<censored, censored..<end))
            start = end
        }
        self.groups = groups
    }

    /// Pairs of events at one time.
    var tiedEvents: Int { groups.reduce(0) { $0 + $1.events.count * ($1.events.count - 1) / 2 } }
}
