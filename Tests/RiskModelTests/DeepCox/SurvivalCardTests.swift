import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct SurvivalCardTests {
    @Test func `the section is written and read back, to the byte`() throws {
        let card = DeepCoxSamples.card(try DeepCoxSamples.weights())
        let read = try ModelCard(json: card.json)
        #expect(read == card)
        #expect(try read.json == card.json)
    }

    @Test func `a card of another architecture is written as before there was such a section`() throws {
        let card = ModelCard(
            id: "net",
            title: "T",
            intendedUse: "U",
            notForPatients: true,
            weightsSHA256: String(repeating: "0", count: 64),
            preprocessing: EchoNextPreprocessing.version,
            outputs: [.init(label: "shd")],
            fitting: .init(description: "F")
        )
        let json = String(decoding: try card.json, as: UTF8.self)
        #expect(!json.contains("survival"))
    }

    @Test func `shipped cards are as the program would write them`() throws {
        #expect(try ModelCard.shipped.contains { $0.id == "critical-illness" })
        for card in try ModelCard.shipped {
            let file = URL(filePath: #filePath).appending(path: "../../../../Models/\(card.id).json").standardized
            #expect(try Data(contentsOf: file) == card.json)
        }
    }

    /// Each changes one thing of a sound card, and the refusal names it.
    private static let faults: [(String, @Sendable (inout ModelCard.Survival) -> Void)] = [
        ("different names", { $0.inputs[1].name = "Smoker" }),
        ("different names", { $0.inputs = [] }),
        ("input 1a", { $0.inputs[1].name = "1a" }),
        ("input Drugs: mean and sd", { $0.inputs[1].mean = nil }),
        ("input Drugs: mean and sd", { $0.inputs[1].sd = 0 }),
        ("input Drugs: needs", { $0.inputs[1].coefficient = .infinity }),
        ("input Drugs: needs", { $0.inputs[1].axis = .init(3, 3) }),
        ("input Smoker: limits", { $0.inputs[0].axis = .init(0, 2) }),
        ("deepScore", { $0.deepScore.axis = .init(1, -1) }),
        ("days", { $0.baseline[1].day = 7 }),
        ("days", { $0.baseline = [] }),
        ("hazard", { $0.baseline[0].cumulativeHazard = 0.06 }),
        ("hazard", { $0.baseline[0].cumulativeHazard = 0 }),
        ("tiers name day 30", { $0.tiers?.day = 30 }),
        ("different labels", { $0.tiers?.bands[0].label = "high" }),
        ("upTo", { $0.tiers?.bands[0].upTo = 0.3 }),
        ("upTo", { $0.tiers?.bands[2].upTo = 0.9 }),
        ("upTo", { $0.tiers?.bands[1].upTo = nil }),
        ("on one line", { $0.event = "death\nor worse" }), ("on one line", { $0.inputs[0].label = "" }),
        ("on one line", { $0.tiers?.bands[0].label = "low\u{7}" }),
        (
            "outputs must be",
            {
                $0.baseline[1].day = 29; $0.tiers?.day = 29
            }
        ),
    ]

    @Test(arguments: 0..<22) func `a fault of the section is named`(place: Int) throws {
        #expect(Self.faults.count == 22)
        let (mention, change) = Self.faults[place]
        var survival = DeepCoxSamples.survival
        change(&survival)
        let card = DeepCoxSamples.card(try DeepCoxSamples.weights(), survival: survival)
        #expect { try card.validate() } throws: { "\($0)".contains(mention) }
    }

    @Test func `architecture and section go together`() throws {
        let weights = try DeepCoxSamples.weights()
        #expect { try DeepCoxSamples.card(weights, survival: nil).validate() } throws: { "\($0)".contains("survival") }
        var card = DeepCoxSamples.card(weights)
        card.architecture = ResNetShape.architecture
        #expect { try card.validate() } throws: { "\($0)".contains("survival") }
        card = DeepCoxSamples.card(weights)
        card.preprocessing = "echonext"
        #expect { try card.validate() } throws: { "\($0)".contains("preprocessing") }
    }
}
