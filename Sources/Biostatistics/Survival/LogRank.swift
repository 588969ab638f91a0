/// Tests whether groups have the event at the same rate, given who was still at risk.
///
/// At each event time the events of a group are held against its share of those at risk. Patients are sorted once, for
/// as many tests as are wanted. Sources: Mantel, Cancer Chemother Rep 50 (1966) 163; Peto and Peto, J R Stat Soc A 135
/// (1972) 185.
public struct LogRank: Sendable {
    /// What a time counts in the test.
    public enum Weight: Sendable {
        /// All times alike: the log-rank test.
        case constant
        /// The Kaplan–Meier probability just before the time, of all groups together: R's `rho = 1`.
        case petoPeto
    }

    /// Observed and expected events of each group, and the covariance of their differences.
    public struct Comparison: Sendable, Equatable {
        /// Events of each group, weighted.
        public let observed: [Double]
        /// Events of each group if all had the same rate, weighted.
        public let expected: [Double]
        /// Covariance of observed − expected: one row and one column a group.
        public let covariance: [[Double]]
    }

    private let keys: [UInt64]
    /// Stratum times number of groups plus group, in the order of the keys.
    private let cells: [UInt32]
    private let groups: Int
    private let strata: Int

    /// Sorts the patients; O(n).
    ///
    /// One group in 0..<`groupCount` a patient, and one stratum from 0 on where strata are given.
    public init(_ followUp: FollowUp, groups: [Int], groupCount: Int, strata: [Int]? = nil) {
        let strata = strata ?? Array(repeating: 0, count: followUp.count)
        precondition(
            groups.count == followUp.count && strata.count == followUp.count,
            "one group and stratum a patient"
        )
        precondition(groups.allSatisfy((0..<groupCount).contains), "groups lie in 0..<groupCount")
        precondition(strata.allSatisfy { $0 >= 0 }, "strata count from 0")
        var keys = followUp.keys
        var cells = zip(strata, groups).map { UInt32($0 * groupCount + $1) }
        RadixSort.sort(&keys, carrying: &cells)
        (self.keys, self.cells) = (keys, cells)
        (self.groups, self.strata) = (groupCount, (strata.max() ?? 0) + 1)
    }

    /// Compares the groups, all strata taken as one.
    public func comparison(_ weight: Weight = .constant) -> Comparison {
        var tally = Tally(groups: groups)
        tally.add(keys, cells, weight: weight)
        return tally.comparison
    }

    /// Compares the groups within each stratum and adds up.
    public func stratifiedComparison(_ weight: Weight = .constant) -> Comparison {
        var tally = Tally(groups: groups)
        var parts = Array(repeating: (keys: [UInt64](), cells: [UInt32]()), count: strata)
        for (key, cell) in zip(keys, cells) {
            parts[Int(cell) / groups].keys.append(key)
            parts[Int(cell) / groups].cells.append(cell)
        }
        for part in parts { tally.add(part.keys, part.cells, weight: weight) }
        return tally.comparison
    }

    /// Log-rank tests of each pair of groups among their own patients, p-values adjusted after Holm.
    ///
    /// Pairs whose test is not estimable stand apart from the adjustment. Equals R `survdiff` on each pair and
    /// `p.adjust(method = "holm")`.
    public func pairwise() -> [Pair] {
        let pairs = (0..<groups).flatMap { first in ((first + 1)..<max(groups, first + 1)).map { (first, $0) } }
        let tests = pairs.map { pair in pairTest(pair.0, pair.1) }
        let adjusted = holm(tests.map { try? $0.get().p })
        return pairs.indices.map {
            Pair(first: pairs[$0].0, second: pairs[$0].1, test: tests[$0], adjustedP: adjusted[$0])
        }
    }

    /// Two groups held against each other.
    public struct Pair: Sendable {
        /// The group with the lower number.
        public let first: Int
        /// The group with the higher number.
        public let second: Int
        /// Unadjusted.
        public let test: Result<ChiSquareTest, NotEstimable>
        /// After Holm over all pairs that have a test; nil where this one has none.
        public let adjustedP: Double?
    }

    private func pairTest(_ first: Int, _ second: Int) -> Result<ChiSquareTest, NotEstimable> {
        var (pairKeys, pairCells): ([UInt64], [UInt32]) = ([], [])
        for (key, cell) in zip(keys, cells) {
            let group = Int(cell) % groups
            guard group == first || group == second else { continue }
            pairKeys.append(key)
            pairCells.append(group == first ? 0 : 1)
        }
        var tally = Tally(groups: 2)
        tally.add(pairKeys, pairCells, weight: .constant)
        return tally.comparison.test()
    }

    private func holm(_ p: [Double?]) -> [Double?] {
        let order = p.indices.filter { p[$0] != nil }.sorted { (p[$0] ?? 1) < (p[$1] ?? 1) }
        var adjusted = [Double?](repeating: nil, count: p.count)
        var largest = 0.0
        for (rank, place) in order.enumerated() {
            largest = max(largest, min(1, Double(order.count - rank) * (p[place] ?? 1)))
            adjusted[place] = largest
        }
        return adjusted
    }
}
