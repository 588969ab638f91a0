import Foundation
import Testing

@testable import RiskModel

@Suite struct ImportedCardTests {
    private static let origin = (name: "weights.pt", bytes: Data("abc".utf8))

    private static func imported() throws -> ImportedWeights {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: 2))
        return try ImportedWeights(file: weights.safetensors)
    }

    @Test func `without the operator's card it says what is known, and that the model decides nothing`() throws {
        let imported = try Self.imported()
        let card = try imported.card(describedBy: nil, id: "net", origin: Self.origin)
        #expect(card.id == "net")
        #expect(card.notForPatients)
        #expect(card.weightsSHA256 == imported.weights.digest)
        #expect(card.outputs.map(\.label) == ["output_1", "output_2"])
        // FIPS 180-2, appendix B.1.
        #expect(card.fitting.description.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        #expect(try RiskModel(weights: imported.weights, card: card).checkReference() == 0)
    }

    private static let stated = """
        {"title": "T", "intendedUse": "U", "notForPatients": false, "outputs": [{"label": "shd"}, {"label": "vhd"}],
         "fitting": {"description": "F"}, "operatingPoints":
         [{"name": "90 % sensitivity", "output": "shd", "threshold": 0.2168, "source": "S"}]}
        """

    @Test func `the operator's card is completed and otherwise left`() throws {
        let imported = try Self.imported()
        let card = try imported.card(describedBy: Data(Self.stated.utf8), id: "net", origin: Self.origin)
        #expect(card.title == "T")
        #expect(!card.notForPatients)
        #expect(card.operatingPoints.first?.threshold == 0.2168)
        #expect(card.weightsSHA256 == imported.weights.digest)
        #expect(card.fingerprint == imported.weights.fingerprint)
        #expect(try ModelCard(json: card.json) == card)
        // A card that is complete stays as it is.
        #expect(try imported.card(describedBy: card.json, id: "other", origin: Self.origin) == card)
    }

    @Test(arguments: [
        ("\"title\"", "\"weightsSHA256\": \"\(String(repeating: "0", count: 64))\", \"title\"", "digest"),
        ("\"title\"", "\"fingerprint\": \"\(String(repeating: "0", count: 64))\", \"title\"", "another network"),
        ("\"title\"", "\"architecture\": \"vgg\", \"title\"", "vgg"),
        ("\"title\"", "\"reference\": {\"input\": \"noise-1\", \"logits\": [0, 1000]}, \"title\"", "differ by"),
        (", {\"label\": \"vhd\"}", "", "1 outputs, but the weights have 2"),
        ("\"intendedUse\": \"U\",", "", "intendedUse is missing"),
        ("{\"title\"", "[\"title\"", "not a JSON object"),
    ])
    func `a card that does not fit the weights is refused`(text: String, replacement: String, mention: String) throws {
        let json = Self.stated.replacingOccurrences(of: text, with: replacement)
        #expect(json != Self.stated)
        #expect {
            try Self.imported().card(describedBy: Data(json.utf8), id: "net", origin: Self.origin)
        } throws: { "\($0)".contains(mention) }
    }
}
