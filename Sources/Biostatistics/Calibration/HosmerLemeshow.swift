/// The Hosmer–Lemeshow test: observed against expected events in groups of like risk.
public struct HosmerLemeshow: Sendable, Equatable {
    /// Patients whose risk lies between two edges.
    public struct Group: Sendable, Equatable {
        /// Patients.
        public let count: Int
        /// Events that came.
        public let observed: Int
        /// Events that the model predicts.
        public let expected: Double

        /// (O − E)² / [E (1 − E/n)]; nil where E is 0 or n.
        var chiSquare: Double? {
            let rest = Double(count) - expected
            guard expected > 0, rest > 0 else { return nil }
            let excess = Double(observed) - expected
            return excess * excess / expected + excess * excess / rest
        }
    }

    /// Distinct edges of the groups; a group takes in its upper edge, the first its lower edge too.
    public let edges: [Double]
    /// Groups with patients, from the lowest risk up.
    public let groups: [Group]

    /// Sum over the groups; refused for fewer than two groups, or where a group expects none or only events.
    public var statistic: Result<Double, NotEstimable> {
        guard groups.count > 1 else { return .failure(.tooFew("groups of distinct risk", needed: 2)) }
        let terms = groups.compactMap(\.chiSquare)
        guard terms.count == groups.count else {
            return .failure(.zeroDenominator("the expected number of a group"))
        }
        return .success(terms.reduce(0, +))
    }

    /// Groups less 2 where the model was fitted to these patients, else the groups; refused for fewer than two groups.
    public func degreesOfFreedom(fittedHere: Bool) -> Result<Int, NotEstimable> {
        guard groups.count > 1 else { return .failure(.tooFew("groups of distinct risk", needed: 2)) }
        return .success(fittedHere ? groups.count - 2 : groups.count)
    }

    /// P of a larger statistic; refused without degrees of freedom.
    public func p(fittedHere: Bool) -> Result<Double, NotEstimable> {
        statistic.flatMap { statistic in
            degreesOfFreedom(fittedHere: fittedHere).flatMap { df in
                guard df > 0 else { return .failure(.zeroDenominator("the number of degrees of freedom")) }
                return .success(ChiSquaredDistribution.upperTail(statistic, df: Double(df)))
            }
        }
    }
}

extension ScoredOutcomes {
    /// Hosmer and Lemeshow's groups, cut at the type 7 quantiles 0, 1/g, …, 1 of the risk.
    ///
    /// Ties may leave fewer groups than asked for. Refused without patients. At least one group.
    /// Equals R `ResourceSelection::hoslem.test(y, p, g)`. Source: Hosmer and Lemeshow, Commun Stat A 9 (1980) 1043.
    public func hosmerLemeshow(groups wanted: Int = 10) -> Result<HosmerLemeshow, NotEstimable> {
        precondition(wanted > 0, "at least one group")
        guard count > 0 else { return .failure(.noObservations) }
        let edges = riskEdges(groups: wanted)
        let upper = edges.count > 1 ? Array(edges.dropFirst()) : edges
        let groups = members(between: upper).map { patients in
            HosmerLemeshow.Group(
                count: patients.count,
                observed: patients.count { outcomes[$0] },
                expected: CompensatedSum.of(patients.lazy.map { probabilities[$0] })
            )
        }
        return .success(HosmerLemeshow(edges: edges, groups: groups))
    }

    /// The patients of each group that has any, lowest risk first.
    func members(between upper: [Double]) -> [[Int]] {
        var members = Array(repeating: [Int](), count: upper.count)
        for (patient, risk) in probabilities.enumerated() { members[place(of: risk, in: upper)].append(patient) }
        return members.filter { !$0.isEmpty }
    }

    /// The distinct quantiles first/g, …, 1 in ascending order.
    func riskEdges(groups: Int, from first: Int = 0) -> [Double] {
        let sorted = AscendingValues(probabilities)
        let step = 1 / Double(groups)
        var edges: [Double] = []
        for k in first...groups {
            let edge = sorted.quantile(min(1, Double(k) * step))
            if edge != edges.last { edges.append(edge) }
        }
        return edges
    }

    /// The first edge at or above the value.
    private func place(of value: Double, in upper: [Double]) -> Int {
        var (low, high) = (0, upper.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if upper[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
