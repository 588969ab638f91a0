/// Values of several groups sorted together, as runs of equal values with how many of each group stand in it.
struct GroupedRanks {
    /// Counts a group of one distinct value.
    struct Run {
        let counts: [Int]
        let total: Double
    }

    let sizes: [Double]
    let runs: [Run]

    /// O(n log n).
    init(_ groups: [[Double]]) {
        let all = groups.enumerated().flatMap { group, values in values.map { (value: $0, group: group) } }
            .sorted { $0.value < $1.value }
        var runs: [Run] = []
        var start = 0
        while start < all.count {
            var counts = Array(repeating: 0, count: groups.count)
            var end = start
            while end < all.count, all[end].value == all[start].value {
                counts[all[end].group] += 1
                end += 1
            }
            runs.append(Run(counts: counts, total: Double(end - start)))
            start = end
        }
        self.runs = runs
        sizes = groups.map { Double($0.count) }
    }

    var total: Double { sizes.reduce(0, +) }
    var hasTies: Bool { runs.contains { $0.total > 1 } }

    /// Σ over runs of a polynomial of their length.
    func sumOverTies(_ term: (Double) -> Double) -> Double { runs.reduce(0) { $0 + term($1.total) } }

    /// The sum of the midranks of each group.
    var rankSums: [Double] {
        var sums = Array(repeating: 0.0, count: sizes.count)
        var below = 0.0
        for run in runs {
            let rank = below + (run.total + 1) / 2
            for group in sums.indices { sums[group] += rank * Double(run.counts[group]) }
            below += run.total
        }
        return sums
    }
}
