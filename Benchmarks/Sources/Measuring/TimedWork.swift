/// One piece of work that is timed, on data that are ready.
public struct TimedWork {
    /// The name by which the lines of all tools are put together.
    public let analysis: String
    /// Patients, recordings, or whatever grows.
    public let n: Int
    /// Does the work and returns a number on which all tools must agree.
    public let run: () -> Double

    /// A piece of work.
    public init(analysis: String, n: Int, run: @escaping () -> Double) {
        (self.analysis, self.n, self.run) = (analysis, n, run)
    }

    /// The line of the table: analysis, n, tool, median seconds, value.
    public func line() -> String {
        let (seconds, value) = medianSeconds()
        return "\(analysis),\(n),stratum,\(seconds),\(value)"
    }

    /// The median of as many runs as fit into two seconds, three at least; one more before them warms up.
    public func medianSeconds() -> (seconds: Double, value: Double) {
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
