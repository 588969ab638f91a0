import Measuring

/// What one chapter of the statistics brings to the benchmark: data for all tools, and its own measurements.
struct Chapter: Sendable {
    /// Writes the files that our measurements and the programs in `peers/` read.
    let write: @Sendable (DataFolder) throws -> Void
    /// The analyses that the peers do too, under the same names.
    let measurements: @Sendable (DataFolder) throws -> [TimedWork]
    /// The analyses at growing numbers of patients, without peers.
    let growth: @Sendable () -> [TimedWork]

    /// Every chapter; the runner knows no other list.
    static let all: [Chapter] = [.discrimination, .survival]
}
