import ArgumentParser
import Foundation
import RiskModel
import Trial
import TrialService

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores what was imported and derives the tiers.",
        discussion: """
            Every recording passes the input-quality gate first; what is turned away is counted under its reason. A \
            recording is scored once by the same weights, so running this again is harmless, and workers (`stratum \
            work`) may help.

              stratum score
              stratum score --model shd-simulated --as ingest
            """
    )

    @OptionGroup var trial: TrialOption
    @OptionGroup var model: ModelOptions
    @OptionGroup var acting: ActingOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let model = try self.model.load(default: plan.indexTest.model)
            let line = ProgressLine("Scoring")
            let result = try await service.score(id, with: model) { line.update($0, of: $1) }
            line.finish()
            print(json ? try JSONText.of(ScoringSummary(result)) : ScoringSummary(result).text)
        }
    }
}

/// What a scoring run did, for people and programs.
struct ScoringSummary: Encodable {
    let scored: Int
    let stratified: Int
    let refused: [String: Int]
    let failures: [String: Int]

    init(_ result: TrialService.ScoringResult) {
        scored = result.scored
        stratified = result.stratified
        refused = result.refused
        failures = result.failures
    }

    var text: String {
        let turnedAway = refused.sorted { $0.key < $1.key }.map { "  not scored: \($0.key) \($0.value)" }
        let failed = failures.sorted { $0.key < $1.key }.map { "  failed attempts: \($0.value): \($0.key)" }
        return (["\(scored) scored, \(stratified) stratified"] + turnedAway + failed).joined(separator: "\n")
    }
}
