/// Patients resampled within each class: as many controls as there are, then as many cases, each with replacement.
///
/// Scores are replaced by their places among the distinct ones, so that a replicate counts and never sorts: O(n).
public struct StratifiedResampling: Sendable {
    /// For each score, the places of the controls in the order of the rows.
    private let controls: [[UInt32]]
    private let cases: [[UInt32]]
    private let distinct: [Int]

    /// One or several scores of the same patients; refused where a class is empty.
    ///
    /// One label a score, true for a case; no score is NaN.
    public init(scores: [[Double]], labels: [Bool]) throws(NotEstimable) {
        precondition(scores.allSatisfy { $0.count == labels.count }, "one label a score")
        guard let label = labels.first else { throw .noObservations }
        guard labels.contains(!label) else { throw .oneOutcomeClass }
        let ranked = scores.map { RankedRows(scores: $0).denseRanks() }
        distinct = ranked.map(\.distinct)
        controls = ranked.map { scored in zip(labels, scored.ranks).compactMap { $0 ? nil : $1 } }
        cases = ranked.map { scored in zip(labels, scored.ranks).compactMap { $0 ? $1 : nil } }
    }

    /// How often each distinct score was drawn, for every score.
    private struct Counts {
        var controls: [[UInt32]]
        var cases: [[UInt32]]
    }

    /// Replicates of the area under the ROC curve of the first score.
    public func auroc(replicates: Int = 2000, seed: UInt64) -> ReplicateDistribution {
        distribution(replicates, seed) { Self.auroc($0.controls[0], $0.cases[0]) }
    }

    /// Replicates of the difference of areas, first score minus second.
    public func aurocDifference(replicates: Int = 2000, seed: UInt64) -> ReplicateDistribution {
        precondition(distinct.count > 1, "a difference needs two scores")
        return distribution(replicates, seed) {
            Self.auroc($0.controls[0], $0.cases[0]) - Self.auroc($0.controls[1], $0.cases[1])
        }
    }

    /// Replicates of the average precision of the first score.
    public func averagePrecision(replicates: Int = 2000, seed: UInt64) -> ReplicateDistribution {
        distribution(replicates, seed) { Self.averagePrecision($0.controls[0], $0.cases[0]) }
    }

    private func distribution(
        _ replicates: Int,
        _ seed: UInt64,
        _ statistic: @Sendable (Counts) -> Double
    ) -> ReplicateDistribution {
        let empty = Counts(
            controls: distinct.map { [UInt32](repeating: 0, count: $0) },
            cases: distinct.map { [UInt32](repeating: 0, count: $0) }
        )
        var whole = empty
        for score in distinct.indices {
            for place in controls[score] { whole.controls[score][Int(place)] += 1 }
            for place in cases[score] { whole.cases[score][Int(place)] += 1 }
        }
        let values = Replication.run(replicates, seed: seed, workspace: { empty }) { generator, counts -> Double? in
            Self.draw(from: controls, into: &counts.controls, &generator)
            Self.draw(from: cases, into: &counts.cases, &generator)
            return statistic(counts)
        }
        return ReplicateDistribution(estimate: statistic(whole), values: values)
    }

    /// Draws as many members as there are; the same members for every score.
    private static func draw(
        from members: [[UInt32]],
        into counts: inout [[UInt32]],
        _ generator: inout Xoshiro256StarStar
    ) {
        let start = generator
        for score in members.indices {
            generator = start
            members[score].withUnsafeBufferPointer { members in
                counts[score].withUnsafeMutableBufferPointer { counts in
                    counts.update(repeating: 0)
                    for _ in 0..<members.count { counts[Int(members[generator.index(below: members.count)])] &+= 1 }
                }
            }
        }
    }

    private static func auroc(_ controls: [UInt32], _ cases: [UInt32]) -> Double {
        var (doubled, controlCount, caseCount) = (0, 0, 0)
        for place in controls.indices {
            let (control, one) = (Int(controls[place]), Int(cases[place]))
            doubled &+= one &* (2 &* controlCount &+ control)
            controlCount &+= control
            caseCount &+= one
        }
        return Double(doubled) / (2 * Double(caseCount) * Double(controlCount))
    }

    private static func averagePrecision(_ controls: [UInt32], _ cases: [UInt32]) -> Double {
        var (positive, alarms) = (0, 0)
        var steps = CompensatedSum()
        for place in controls.indices.reversed() where controls[place] + cases[place] > 0 {
            positive += Int(cases[place])
            alarms += Int(controls[place])
            steps.add(Double(cases[place]) * Double(positive) / Double(positive + alarms))
        }
        return steps.value / Double(positive)
    }
}
