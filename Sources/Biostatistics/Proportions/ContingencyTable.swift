import Foundation

/// Counts of patients by row (tier) and column (outcome).
public struct ContingencyTable: Sendable, Equatable {
    /// One list of counts a row.
    public let rows: [[Int]]

    /// Rows of equal length with counts of at least 0.
    public init(_ rows: [[Int]]) {
        precondition(rows.allSatisfy { $0.count == rows.first?.count }, "rows must have one length")
        precondition(rows.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "counts must not be negative")
        self.rows = rows
    }

    /// How many were counted in each row.
    public var rowTotals: [Int] { rows.map { $0.reduce(0, +) } }

    /// How many were counted in each column.
    public var columnTotals: [Int] {
        guard let first = rows.first else { return [] }
        return first.indices.map { column in rows.reduce(0) { $0 + $1[column] } }
    }

    /// How many were counted.
    public var total: Int { rowTotals.reduce(0, +) }

    /// The first column as events of the whole row; nil unless there are two columns.
    public var proportions: [Proportion]? {
        guard rows.allSatisfy({ $0.count == 2 }) else { return nil }
        return rows.map { Proportion(events: $0[0], total: $0[0] + $0[1]) }
    }

    /// The table without empty rows and columns, which say nothing about an association.
    public var withoutEmptyMargins: ContingencyTable {
        let columns = columnTotals
        let kept = rows.filter { $0.contains { $0 > 0 } }
        return ContingencyTable(kept.map { row in zip(row, columns).filter { $0.1 > 0 }.map(\.0) })
    }

    var transposed: ContingencyTable {
        guard let first = rows.first else { return self }
        return ContingencyTable(first.indices.map { column in rows.map { $0[column] } })
    }
}

/// The chi-squared tests of a table with what is needed to judge them.
public struct AssociationTests: Sendable, Equatable {
    /// Pearson's test: R `chisq.test(correct = FALSE)`.
    public let pearson: ChiSquareTest
    /// The likelihood-ratio (G) test.
    public let likelihoodRatio: ChiSquareTest
    /// √(χ² / (N · (min(rows, columns) − 1))), in [0, 1].
    public let cramersV: Double
    /// The smallest expected count.
    public let leastExpected: Double
    /// The share of cells whose expected count lies below 5.
    public let shareExpectedBelowFive: Double
}

extension ContingencyTable {
    /// Tests of independence, empty rows and columns left out; refused where fewer than two of either remain.
    public func association() -> Result<AssociationTests, NotEstimable> {
        let table = withoutEmptyMargins
        guard table.total > 0 else { return .failure(.noObservations) }
        let (rowTotals, columnTotals) = (table.rowTotals, table.columnTotals)
        guard rowTotals.count > 1 else { return .failure(.tooFew("rows that hold anybody", needed: 2)) }
        guard columnTotals.count > 1 else { return .failure(.oneOutcomeClass) }
        return .success(table.association(rowTotals, columnTotals, total: Double(table.total)))
    }

    private func association(_ rowTotals: [Int], _ columnTotals: [Int], total: Double) -> AssociationTests {
        var (pearson, ratio) = (CompensatedSum(), CompensatedSum())
        var expected: [Double] = []
        for (row, rowTotal) in zip(rows, rowTotals) {
            for (count, columnTotal) in zip(row, columnTotals) {
                let mean = Double(rowTotal) / total * Double(columnTotal)
                let excess = Double(count) - mean
                pearson.add(excess * excess / mean)
                // 2 O ln(O/E) less the 2 (O − E) that sum to 0, so that nothing cancels.
                let deviance =
                    count == 0 ? mean : -negativeDeviance(expected: Double(count), observed: mean, excess: -excess)
                ratio.add(2 * deviance)
                expected.append(mean)
            }
        }
        let df = (rowTotals.count - 1) * (columnTotals.count - 1)
        let freedom = Double(min(rowTotals.count, columnTotals.count) - 1)
        return AssociationTests(
            pearson: ChiSquareTest(pearson.value, degreesOfFreedom: df),
            likelihoodRatio: ChiSquareTest(max(0, ratio.value), degreesOfFreedom: df),
            cramersV: min(1, (pearson.value / total / freedom).squareRoot()),
            leastExpected: expected.min() ?? 0,
            shareExpectedBelowFive: Double(expected.count { $0 < 5 }) / Double(expected.count)
        )
    }
}
