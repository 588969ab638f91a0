import Foundation
import Testing

@testable import RiskModel

@Suite struct RiskModelTests {
    static func card(_ weights: ResNetWeights, priors: [Double?] = [0.234039, nil, 0.1]) -> ModelCard {
        ModelCard(
            id: "small",
            title: "Small",
            intendedUse: "Tests.",
            notForPatients: true,
            weightsSHA256: weights.digest,
            preprocessing: "1",
            outputs: priors.enumerated().map { .init(label: "output\($0)", prior: $1) },
            operatingPoints: [.init(name: "half", output: "output1", threshold: 0.5, source: "made up")],
            fitting: .init(description: "Random.", seed: 1),
            performance: []
        )
    }

    static func input() -> PreparedInput {
        let input = SmallNetwork.input(rows: 1)
        return PreparedInput(waveform: input.waveforms, tabular: input.tabular, remarks: [])
    }

    @Test func `probabilities are calibrated with the output's prior, or left as they are`() throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let model = try RiskModel(safetensors: weights.safetensors, card: Self.card(weights).json)
        let result = try #require(try model.assess([Self.input()]).first)
        let input = SmallNetwork.input(rows: 1)
        let logits = NaiveNetwork(tensors: weights.tensors).logits(waveform: input.waveforms, tabular: input.tabular)
        #expect(result.inputDigest == Self.input().digest)
        #expect(result.outputs.map(\.label) == ["output0", "output1", "output2"])
        for (output, logit) in zip(result.outputs, logits) {
            #expect(abs(output.rawProbability - 1 / (1 + exp(-logit))) < 1e-5)
        }
        // Odds multiply by the prior's odds.
        let raw = try #require(result["output0"]).rawProbability
        let odds = raw / (1 - raw) * 0.234039 / (1 - 0.234039)
        #expect(abs(try #require(result["output0"]).probability - odds / (1 + odds)) < 1e-12)
        #expect(result["output1"]?.probability == result["output1"]?.rawProbability)
        #expect(result["other"] == nil)
    }

    @Test(arguments: [(-1000.0, 0.0), (1000, 1), (0, 0.5)])
    func `extreme logits do not overflow`(logit: Double, probability: Double) {
        #expect(RiskOutput(label: "a", logit: logit, prior: nil).probability == probability)
    }

    @Test func `weights other than the card's are refused`() throws {
        let card = Self.card(try ResNetWeights(tensors: SmallNetwork.tensors()))
        let other = try ResNetWeights(tensors: SmallNetwork.tensors(seed: 2))
        let error = RiskModelError.weightsDiffer(model: "small", expected: card.weightsSHA256, found: other.digest)
        #expect(throws: error) { try RiskModel(weights: other, card: card) }
    }

    @Test func `a card with another number of outputs is refused`() throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        #expect(throws: RiskModelError.self) {
            try RiskModel(weights: weights, card: Self.card(weights, priors: [nil]))
        }
    }

    @Test func `a card survives JSON, and the same card gives the same bytes`() throws {
        let card = Self.card(try ResNetWeights(tensors: SmallNetwork.tensors()))
        #expect(try ModelCard(json: card.json) == card)
        #expect(try ModelCard(json: card.json).json == card.json)
    }

    @Test(arguments: [
        ("\"prior\" : 0.1", "\"prior\" : 1.5", "output2"),
        ("\"threshold\" : 0.5", "\"threshold\" : 2", "half"),
        ("\"output\" : \"output1\"", "\"output\" : \"x\"", "half"),
        ("\"label\" : \"output2\"", "\"label\" : \"output1\"", "differ"),
        ("\"id\" : \"small\"", "\"id\" : \"../small\"", "id"),
        ("\"id\" : \"small\",", "", "id is missing"),
        ("\"seed\" : 1", "\"seed\" : \"x\"", "fitting.seed"),
    ])
    func `a faulty card is refused by its field`(text: String, replacement: String, mention: String) throws {
        let json = try Self.card(ResNetWeights(tensors: SmallNetwork.tensors())).json
        let changed = String(decoding: json, as: UTF8.self).replacingOccurrences(of: text, with: replacement)
        #expect(changed != String(decoding: json, as: UTF8.self))
        #expect { try ModelCard(json: Data(changed.utf8)) } throws: { "\($0)".contains(mention) }
    }

    @Test func `line ends in a card's names are refused, and never reach a message`() throws {
        let changes: [(inout ModelCard) -> Void] = [
            { $0.outputs[2].label = "out\u{C}put2" },
            { $0.outputs[2].label = "" },
            { $0.outputs[2].label = String(repeating: "o", count: 101) },
            { $0.operatingPoints[0] = .init(name: "ha\r\nlf\u{2028}", output: "x", threshold: 0.5, source: "") },
        ]
        for change in changes {
            var card = Self.card(try ResNetWeights(tensors: SmallNetwork.tensors()))
            change(&card)
            #expect { try ModelCard(json: card.json) } throws: { !"\($0)".contains(where: \.isNewline) }
        }
    }

    @Test func `an input of the wrong size is refused`() throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let model = try RiskModel(weights: weights, card: Self.card(weights))
        let input = PreparedInput(waveform: [1], tabular: Self.input().tabular, remarks: [])
        #expect(throws: RiskModelError.self) { try model.assess([input]) }
    }

    @Test func `every shipped model loads, and an unknown one is named`() throws {
        for card in try RiskModel.shippedCards { #expect(try RiskModel.shipped(id: card.id).card == card) }
        #expect { try RiskModel.shipped(id: "nothing") } throws: { "\($0)".contains("no model nothing") }
    }
}
