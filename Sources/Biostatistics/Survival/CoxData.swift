/// The patients of a Cox model, sorted once for as many fits as are wanted.
///
/// Covariates are kept centred and divided by their standard deviation, which makes the sums exact and the question
/// whether a coefficient runs off to infinity one of scale-free numbers; results are in the units given.
public struct CoxData: Sendable {
    /// How many covariates.
    public let covariates: Int
    /// How many events.
    public let events: Int
    /// Strata in ascending order, as ranges of the sorted patients.
    let strata: [Range<Int>]
    /// By stratum, time, and events before censorings.
    let keys: [UInt64]
    /// The place in the input of each sorted patient.
    let order: [UInt32]
    /// Row by row in sorted order, centred and scaled.
    let rows: [Double]
    let means: [Double]
    /// Standard deviations; 1 for a covariate that does not vary.
    let scales: [Double]

    /// One row of finite covariates a patient, all of the same length; one stratum a patient where there are any.
    public init(_ followUp: FollowUp, covariates: [[Double]], strata: [Int]? = nil) {
        precondition(covariates.count == followUp.count, "one row of covariates a patient")
        let width = covariates.first?.count ?? 0
        precondition(covariates.allSatisfy { $0.count == width }, "rows of one length")
        self.init(followUp, columns: width, rowMajor: covariates.flatMap(\.self), strata: strata)
    }

    /// Covariates row by row in one list, `columns` a patient; finite.
    public init(_ followUp: FollowUp, columns: Int, rowMajor: [Double], strata: [Int]? = nil) {
        precondition(rowMajor.count == followUp.count * columns, "one row of covariates a patient")
        precondition(rowMajor.allSatisfy(\.isFinite), "covariates are finite")
        precondition(strata.map { $0.count == followUp.count } ?? true, "one stratum a patient")
        var keys = followUp.keys
        var order = Array(0..<UInt32(followUp.count))
        RadixSort.sort(&keys, carrying: &order)
        (self.keys, self.order, self.strata) = Self.split(keys, order, strata)
        self.covariates = columns
        events = followUp.events.reduce(0) { $0 + ($1 ? 1 : 0) }
        (means, scales) = Self.moments(rowMajor, columns: columns)
        rows = Self.standardised(rowMajor, columns: columns, self.order, means, scales)
    }

    /// How many patients.
    public var observations: Int { keys.count }

    /// Moves each stratum together, keeping the order within.
    private static func split(
        _ keys: [UInt64],
        _ order: [UInt32],
        _ strata: [Int]?
    ) -> ([UInt64], [UInt32], [Range<Int>]) {
        guard let strata else { return (keys, order, [0..<keys.count]) }
        let dense = DenseRanks(strata.map(Double.init))
        var counts = Array(repeating: 0, count: dense.count)
        for stratum in dense.ranks { counts[Int(stratum)] += 1 }
        var (ranges, start): ([Range<Int>], Int) = ([], 0)
        for count in counts {
            ranges.append(start..<(start + count))
            start += count
        }
        var next = ranges.map(\.lowerBound)
        var (movedKeys, movedOrder) = (keys, order)
        for (key, patient) in zip(keys, order) {
            let stratum = Int(dense.ranks[Int(patient)])
            movedKeys[next[stratum]] = key
            movedOrder[next[stratum]] = patient
            next[stratum] += 1
        }
        return (movedKeys, movedOrder, ranges)
    }

    private static func moments(_ rows: [Double], columns: Int) -> (means: [Double], scales: [Double]) {
        let count = columns > 0 ? rows.count / columns : 0
        guard count > 0 else { return (Array(repeating: 0, count: columns), Array(repeating: 1, count: columns)) }
        var (means, scales): ([Double], [Double]) = ([], [])
        for column in 0..<columns {
            let values = stride(from: column, to: rows.count, by: columns).lazy.map { rows[$0] }
            let mean = CompensatedSum.of(values) / Double(count)
            let variance = CompensatedSum.of(values.map { ($0 - mean) * ($0 - mean) }) / Double(count)
            means.append(mean)
            scales.append(variance > 0 ? variance.squareRoot() : 1)
        }
        return (means, scales)
    }

    private static func standardised(
        _ rows: [Double],
        columns: Int,
        _ order: [UInt32],
        _ means: [Double],
        _ scales: [Double]
    ) -> [Double] {
        var sorted: [Double] = []
        sorted.reserveCapacity(rows.count)
        for patient in order {
            for column in 0..<columns {
                sorted.append((rows[Int(patient) * columns + column] - means[column]) / scales[column])
            }
        }
        return sorted
    }
}
