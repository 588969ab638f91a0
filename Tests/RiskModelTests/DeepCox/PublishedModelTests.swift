import CSV
import Foundation
import Testing

@testable import RiskModel

/// The published model, held against scores that its authors' formulas gave in NumPy, float64.
@Suite(.enabled(if: SharedData.has("data/covid/weights.safetensors")))
struct PublishedModelTests {
    static func model() throws -> DeepCoxModel {
        let weights = try DeepCoxWeights(
            safetensors: Data(contentsOf: SharedData.url("data/covid/weights.safetensors"))
        )
        let card = try #require(try ModelCard.shipped(weightsSHA256: weights.digest))
        return try DeepCoxModel(weights: weights, card: card)
    }

    @Test func `every row of the reference is met`() throws {
        let model = try Self.model()
        let table = try CSVReader().read([UInt8](Data(contentsOf: SharedData.url("data/covid/reference.csv"))))
        let places = Dictionary(uniqueKeysWithValues: zip(table.header, table.header.indices))
        func place(_ name: String) throws -> Int { try #require(places[name]) }
        let inputs = try model.survival.inputs.map { try place($0.name) }
        let (deep, final, tier) = (try place("score_dl"), try place("score_final"), try place("tier"))
        let probabilities = try model.survival.baseline.map { try place("p\($0.day)") }
        let folds = try (0..<5).map { try place("dl_fold_\($0)") }
        #expect(table.records.count == 1790)
        for record in table.records {
            func number(_ place: Int) throws -> Double { try #require(Double(record.fields[place])) }
            let score = try model.score(inputs.map(number))
            #expect(abs(score.deepScore - (try number(deep))) < 1e-12)
            #expect(abs(score.linearPredictor / (try number(final)) - 1) < 1e-12)
            for (found, place) in zip(score.folds, folds) { #expect(abs(found - (try number(place))) < 1e-12) }
            for (found, place) in zip(score.probabilities, probabilities) {
                #expect(abs(found - (try number(place))) < 1e-12)
            }
            #expect(score.tier == record.fields[tier])
        }
    }

    @Test func `the anchor is met`() throws {
        let model = try Self.model()
        // Measured values at their means, no comorbidity.
        let values = model.survival.inputs.map { $0.kind == .continuous ? $0.mean ?? 0 : 0 }
        let score = try model.score(values)
        #expect(abs(score.deepScore + 0.6176280002) < 1e-10)
        #expect(abs(score.linearPredictor + 0.9605461236) < 1e-10)
        #expect(abs(score.probabilities[2] - 0.01835503156) < 1e-11)
    }

    @Test func `the file is written as it was`() throws {
        let file = try Data(contentsOf: SharedData.url("data/covid/weights.safetensors"))
        let names = try Self.model().survival.inputs.map(\.name)
        #expect(try DeepCoxWeights(safetensors: file).safetensors(inputs: names) == file)
    }
}
