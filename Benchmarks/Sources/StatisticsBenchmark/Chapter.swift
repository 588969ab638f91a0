import Foundation

/// What one chapter of the statistics brings to the benchmark: data for all tools, and its own measurements.
struct Chapter: Sendable {
    /// Writes the files that our measurements and the programs in `peers/` read.
    let write: @Sendable (DataFolder) throws -> Void
    /// The analyses that the peers do too, under the same names.
    let measurements: @Sendable (DataFolder) throws -> [Measurement]
    /// The analyses at growing numbers of patients, without peers.
    let growth: @Sendable () -> [Measurement]

    /// Every chapter; the runner knows no other list.
    static let all: [Chapter] = [.discrimination, .survival]
}

/// One analysis of data that are ready.
struct Measurement {
    /// The name by which the lines of all tools are put together.
    let analysis: String
    /// Patients, or whatever grows.
    let n: Int
    /// Does the analysis and returns a number on which all tools must agree.
    let run: () -> Double

    /// The line of the table: analysis, n, tool, median seconds, value.
    func line() -> String {
        let (seconds, value) = medianSeconds()
        return "\(analysis),\(n),stratum,\(seconds),\(value)"
    }

    /// The median of as many runs as fit into two seconds, three at least; one more before them warms up.
    func medianSeconds() -> (seconds: Double, value: Double) {
        let value = run()
        var times: [Double] = []
        let start = ContinuousClock.now
        while times.count < 3 || (start.duration(to: .now) < .seconds(2) && times.count < 1001) {
            let before = ContinuousClock.now
            guard run() == value else { fatalError("\(analysis) gave two results for the same data") }
            times.append(before.duration(to: .now) / .seconds(1))
        }
        return (times.sorted()[times.count / 2], value)
    }
}
