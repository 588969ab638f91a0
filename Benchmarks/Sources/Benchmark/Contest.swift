import Foundation

/// The same work done by C and by the client, in turns, so that what else the machine does falls on both.
struct Contest {
    private let name: String
    private let count: Int
    private let raw: (Int) async throws -> Int
    private let ours: (Int) async throws -> Int

    private static let rounds = 21

    struct Disagreement: Error {}

    init(
        _ name: String,
        count: Int,
        raw: @escaping (Int) async throws -> Int,
        ours: @escaping (Int) async throws -> Int
    ) {
        self.name = name
        self.count = count
        self.raw = raw
        self.ours = ours
    }

    /// Prints the medians an item and their ratio.
    func run() async throws {
        var times: [(raw: Double, ours: Double)] = []
        for round in 0...Self.rounds {
            let (rawSum, rawTime) = try await time(raw)
            let (ourSum, ourTime) = try await time(ours)
            guard rawSum == ourSum else { throw Disagreement() }
            // The first round warms up both.
            if round > 0 { times.append((rawTime, ourTime)) }
        }
        let raw = median(times.map(\.raw)) / Double(count) * 1e6
        let ours = median(times.map(\.ours)) / Double(count) * 1e6
        let ratio = median(times.map { $0.ours / $0.raw })
        print(
            name.padding(toLength: 34, withPad: " ", startingAt: 0)
                + String(format: "libpq in C %7.2f µs   client %7.2f µs   ratio %.2f", raw, ours, ratio)
        )
    }

    private func time(_ work: (Int) async throws -> Int) async throws -> (sum: Int, seconds: Double) {
        let start = ContinuousClock.now
        let sum = try await work(count)
        return (sum, start.duration(to: .now) / .seconds(1))
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
