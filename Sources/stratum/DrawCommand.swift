import ArgumentParser
import Foundation
import Trial
import TrialService
import TrialStore

struct DrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Closes the frame and draws places; later, replaces those who declined.",
        discussion: """
            Every tier is put into a random order that the seed and the patients' files alone decide, and the first of \
            it are sampled. Contact lists are shuffled across tiers. Run again without an open frame, it fills places \
            that became free with the next in order.

              stratum draw --seed 20250701
            """
    )

    @Option(name: .long, help: "Decides the order; kept with the frame (default: made at random).") var seed: UInt64?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            let result = try await service.draw(
                try await trial.resolve(service),
                seed: seed ?? .random(in: 0...UInt64(Int64.max)),
                at: Date()
            )
            let summary = Summary(result)
            print(json ? try JSONText.of(summary) : summary.text)
        }
    }

    private struct Summary: Encodable {
        struct Tier: Encodable {
            let tier: String
            let places: Int
            let enrolled: Int
            let pending: Int
        }

        let closedFrame: Int?
        let seed: UInt64
        let sampled: Int
        let tiers: [Tier]

        init(_ result: TrialService.DrawResult) {
            closedFrame = result.closedFrame
            seed = result.seed
            sampled = result.sampled
            tiers = result.progress.map {
                Tier(tier: $0.tier.rawValue, places: $0.places, enrolled: $0.enrolled, pending: $0.pending)
            }
        }

        var text: String {
            let first = closedFrame.map { "Frame \($0) is closed. " } ?? ""
            let lines = tiers.map {
                "  \($0.tier): \($0.places) places, \($0.enrolled) enrolled, \($0.pending) under way"
            }
            return (["\(first)\(sampled) sampled (seed \(seed))"] + lines).joined(separator: "\n")
        }
    }
}
