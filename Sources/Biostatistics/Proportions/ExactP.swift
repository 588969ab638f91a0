/// The p-value of an exact test, or its estimate by simulation where counting all tables would cost too much.
public enum ExactP: Sendable, Equatable {
    case exact(Double)
    /// (1 + hits)/(1 + replicates), the standard error of the share of hits, and what repeats the simulation.
    case simulated(Double, standardError: Double, replicates: Int, seed: UInt64)

    /// The p-value, however it was found.
    public var p: Double {
        switch self {
        case .exact(let p), .simulated(let p, _, _, _): p
        }
    }

    static func simulated(hits: Int, replicates: Int, seed: UInt64) -> ExactP {
        let share = Double(hits) / Double(replicates)
        return .simulated(
            (1 + Double(hits)) / (1 + Double(replicates)),
            standardError: (share * (1 - share) / Double(replicates)).squareRoot(),
            replicates: replicates,
            seed: seed
        )
    }
}

/// How far an exact test counts before it simulates, and with what.
public struct ExactTestPlan: Sendable, Equatable {
    /// Elementary steps allowed for counting.
    public let steps: Int
    /// Tables drawn where counting would need more.
    public let replicates: Int
    /// Seed of the drawn tables.
    public let seed: UInt64

    /// That many steps take a few seconds; ten thousand tables give a p of 0.05 a standard error of 0.002.
    public init(steps: Int = 200_000_000, replicates: Int = 10_000, seed: UInt64 = 1) {
        precondition(steps >= 0 && replicates > 0, "steps and replicates must be positive")
        self.steps = steps
        self.replicates = replicates
        self.seed = seed
    }
}
