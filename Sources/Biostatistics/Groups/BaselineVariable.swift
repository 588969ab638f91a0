/// A measurement described by group, as a row of a baseline table.
public struct BaselineMeasurement: Sendable {
    /// The values of each group.
    public let groups: [ContinuousSummary]
    /// How many of each group have no value.
    public let missing: [Int]
    /// All groups together.
    public let overall: ContinuousSummary

    private let values: [[Double]]

    /// One list a group, nil where a value is missing; values are finite.
    public init(_ groups: [[Double?]]) {
        values = groups.map { $0.compactMap(\.self) }
        self.groups = values.map(ContinuousSummary.init)
        missing = zip(groups, values).map { $0.count - $1.count }
        overall = ContinuousSummary(values.flatMap(\.self))
    }

    /// The largest standardized mean difference; groups without values are passed over where others have some.
    public func difference(reference: Int? = nil) -> StandardizedDifference? {
        StandardizedDifference.largest(groups: groups.count, reference: reference) { first, second in
            TwoSamples(values[first], values[second]).standardizedMeanDifference
        }
    }

    /// Tests between the groups, for who asks: at baseline they say nothing of balance.
    public var tests: GroupTests { GroupTests(values) }
}

/// Categories counted by group, as rows of a baseline table.
public struct BaselineCategories: Sendable {
    /// A row for each group, a column for each category.
    public let counts: ContingencyTable
    /// How many of each group have no category.
    public let missing: [Int]

    /// One list a group, nil where the category is missing; categories are counted from 0 and lie below `categories`.
    public init(_ groups: [[Int?]], categories: Int) {
        counts = ContingencyTable(
            groups.map { group in
                var counts = Array(repeating: 0, count: categories)
                for category in group.compactMap(\.self) { counts[category] += 1 }
                return counts
            }
        )
        missing = groups.map { $0.count { $0 == nil } }
    }

    /// Those of a group in a category, among those of the group whose category is known.
    public func share(group: Int, category: Int) -> Proportion {
        Proportion(events: counts.rows[group][category], total: counts.rowTotals[group])
    }

    /// Those of all groups in a category.
    public func overall(category: Int) -> Proportion {
        Proportion(events: counts.rows.reduce(0) { $0 + $1[category] }, total: counts.total)
    }

    /// The largest standardized difference; groups without categories are passed over where others have some.
    public func difference(reference: Int? = nil) -> StandardizedDifference? {
        StandardizedDifference.largest(groups: counts.rows.count, reference: reference) { first, second in
            StandardizedDifference.ofCategories(counts.rows[first], counts.rows[second])
        }
    }
}
