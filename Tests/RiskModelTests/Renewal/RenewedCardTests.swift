import Foundation
import Testing

@testable import RiskModel

@Suite("The card of a renewed model")
struct RenewedCardTests {
    private static func card(by method: ModelRenewal.Method, id: String? = nil) async throws -> (
        ModelRenewal, ModelCard
    ) {
        let weights = try RenewalSamples.weights()
        let card = RenewalSamples.card(weights)
        let inputs = RenewalSamples.inputs(400)
        let labels = RenewalSamples.labels(try RenewalSamples.logits(weights, card, inputs)) { 1 / (1 + exp(-$0)) }
        let renewal = try await ModelRenewal(
            of: weights,
            card: card,
            id: id,
            by: method,
            on: RenewalSamples.features(weights, inputs, labels),
            population: "made-up recordings",
            remarks: ["Left out: 3 lead-flat"],
            seed: 9
        )
        return (renewal, card)
    }

    @Test func `names its parent, what was done and on whom, and is not for patients`() async throws {
        let (renewal, parent) = try await Self.card(by: .recalibration)
        let card = renewal.card
        let facts = try #require(card.renewal)
        #expect(card.id == "small-2")
        #expect(card.weightsSHA256 == renewal.weights.digest && card.weightsSHA256 != parent.weightsSHA256)
        #expect(facts.parent == parent.id && facts.parentWeightsSHA256 == parent.weightsSHA256)
        #expect(facts.seed == 9 && facts.recordings == 400 && facts.folds == 5)
        #expect(facts.remarks == ["Left out: 3 lead-flat"])
        #expect(card.notForPatients)
        #expect(card.fingerprint == renewal.weights.fingerprint)
        #expect(card.performance.first { $0.output == "first" }?.population.contains("cross-validation") == true)
        #expect(card.performance.first { $0.output == "first" }?.recordings == 400)
    }

    @Test func `survives JSON, makes a model, and holds the logits of the reference input`() async throws {
        let (renewal, _) = try await Self.card(by: .refit, id: "other")
        let read = try ModelCard(json: renewal.card.json)
        #expect(read == renewal.card && read.id == "other")
        #expect(try RiskModel(weights: renewal.weights, card: read).checkReference() == 0)
    }

    @Test func `moves thresholds along with a recalibration, and ends them with a re-fit`() async throws {
        let recalibrated = try await Self.card(by: .recalibration).0.card
        let change = try #require(recalibrated.renewal?.outputs[0])
        let logit = try #require(change.intercept) + (try #require(change.slope)) * log(0.25 / 0.75)
        #expect(abs(recalibrated.operatingPoints[0].threshold - 1 / (1 + exp(-logit))) < 1e-12)
        #expect(recalibrated.operatingPoints[0].source.contains("0.25"))
        #expect(recalibrated.operatingPoints[1].threshold == 0.5)
        let fitted = try await Self.card(by: .refit).0.card
        #expect(fitted.operatingPoints.map(\.name) == ["half"])
        #expect(fitted.renewal?.remarks.contains { $0.contains("quarter of first not carried over") } == true)
    }

    @Test func `without a renewal has the bytes it had before there were renewals`() throws {
        for card in try RiskModel.shippedCards {
            let text = String(decoding: try card.json, as: UTF8.self)
            #expect(card.renewal != nil || !text.contains("renewal"))
        }
        let weights = try RenewalSamples.weights()
        let json = try RenewalSamples.card(weights).json
        #expect(!String(decoding: json, as: UTF8.self).contains("renewal"))
        #expect(try ModelCard(json: json).json == json)
    }

    @Test func `of an unknown output is refused`() async throws {
        var card = try await Self.card(by: .recalibration).0.card
        card.renewal?.outputs[0].label = "fourth"
        #expect { try ModelCard(json: try card.json) } throws: { "\($0)".contains("unknown output fourth") }
    }

    @Test(arguments: [("shd", "shd-2"), ("shd-2", "shd-3"), ("shd-9", "shd-10"), ("a-1", "a-1-2"), ("x-2-2", "x-2-3")])
    func `takes the next number`(id: String, next: String) {
        #expect(ModelCard.nextID(after: id) == next)
    }
}
