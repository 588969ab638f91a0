extension LogRank {
    /// Sums over event times, from which a comparison is made.
    struct Tally {
        private let groups: Int
        private var observed: [Double]
        private var expected: [Double]
        /// Lower triangle, row by row.
        private var covariance: [Double]

        init(groups: Int) {
            self.groups = groups
            observed = Array(repeating: 0, count: groups)
            expected = observed
            covariance = Array(repeating: 0, count: groups * (groups + 1) / 2)
        }

        var comparison: Comparison {
            let rows = (0..<groups).map { i in
                (0..<groups).map { j in covariance[max(i, j) * (max(i, j) + 1) / 2 + min(i, j)] }
            }
            return Comparison(observed: observed, expected: expected, covariance: rows)
        }

        /// Adds the patients of one stratum, in ascending order of their keys.
        mutating func add(_ keys: [UInt64], _ cells: [UInt32], weight: Weight) {
            var atRisk = [Int](repeating: 0, count: groups)
            for cell in cells { atRisk[Int(cell) % groups] += 1 }
            var deaths = [Int](repeating: 0, count: groups)
            var survival = 1.0
            var start = 0
            while start < keys.count {
                let end = Self.endOfEvents(keys, from: start)
                let (d, n) = (end - start, keys.count - start)
                if d > 0 {
                    for place in start..<end { deaths[Int(cells[place]) % groups] += 1 }
                    add(deaths, of: atRisk, d: Double(d), n: Double(n), weight: weight == .constant ? 1 : survival)
                    survival *= Double(n - d) / Double(n)
                    for group in 0..<groups {
                        atRisk[group] -= deaths[group]
                        deaths[group] = 0
                    }
                    start = end
                } else {
                    atRisk[Int(cells[start]) % groups] -= 1
                    start += 1
                }
            }
        }

        /// The place after the events of the time that begins here; the same place where it begins with a censoring.
        private static func endOfEvents(_ keys: [UInt64], from start: Int) -> Int {
            guard FollowUpKey(bits: keys[start]).isEvent else { return start }
            var end = start
            while end < keys.count, keys[end] == keys[start] { end += 1 }
            return end
        }

        /// Adds one event time: d events among n at risk, hypergeometric over the groups.
        private mutating func add(_ deaths: [Int], of atRisk: [Int], d: Double, n: Double, weight: Double) {
            let spread = n > 1 ? weight * weight * d * (n - d) / (n - 1) : 0
            var cell = 0
            for i in 0..<groups {
                let share = Double(atRisk[i]) / n
                observed[i] += weight * Double(deaths[i])
                expected[i] += weight * d * share
                for j in 0..<i {
                    covariance[cell] -= spread * share * (Double(atRisk[j]) / n)
                    cell += 1
                }
                covariance[cell] += spread * share * (1 - share)
                cell += 1
            }
        }
    }
}

extension LogRank.Comparison {
    /// Tests whether the rates agree, with one degree of freedom less than groups that had any expected events.
    ///
    /// Not estimable without events, with one group at risk, and where all at risk had the event at once.
    /// Equals R `survdiff(Surv(time, event) ~ group)`, with `+ strata(stratum)` and `rho = 1` as the comparison has it.
    public func test() -> Result<ChiSquareTest, NotEstimable> {
        let present = expected.indices.filter { expected[$0] > 0 }
        guard !present.isEmpty else { return .failure(.noEvents) }
        guard present.count > 1 else { return .failure(.tooFew("groups at risk of an event", needed: 2)) }
        let tested = present.dropFirst()
        let rows = tested.map { i in tested.map { j in covariance[i][j] } }
        guard let factor = Cholesky(rows) else { return .failure(.noVariation(of: "who has the event")) }
        let excess = tested.map { observed[$0] - expected[$0] }
        return .success(ChiSquareTest(factor.quadraticForm(excess), degreesOfFreedom: tested.count))
    }

    /// Tests whether the rate rises with the score of the group; one finite score a group.
    ///
    /// z = Σ s(O − E) / √(sᵀVs). Positive where higher scores have more events than expected.
    /// Source: Tarone, Biometrika 62 (1975) 679.
    public func trend(scores: [Double]) -> Result<TrendTest, NotEstimable> {
        precondition(scores.count == observed.count && scores.allSatisfy(\.isFinite), "one finite score a group")
        guard expected.contains(where: { $0 > 0 }) else { return .failure(.noEvents) }
        // Rows of the covariance add up to nothing, so that scores may be shifted: it keeps digits of large ones.
        let centre = scores.reduce(0, +) / Double(scores.count)
        let shifted = scores.map { $0 - centre }
        let excess = shifted.indices.reduce(0) { $0 + shifted[$1] * (observed[$1] - expected[$1]) }
        let products = shifted.indices.map { i in
            shifted[i] * shifted.indices.reduce(0) { $0 + covariance[i][$1] * shifted[$1] }
        }
        let variance = products.reduce(0, +)
        guard variance > 1e-11 * products.reduce(0, { $0 + abs($1) }) else {
            return .failure(.noVariation(of: "who has the event"))
        }
        return .success(TrendTest(z: excess / variance.squareRoot()))
    }
}
