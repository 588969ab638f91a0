import Biostatistics
import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct NomogramReadingTests {
    @Test func `points sum to the total, and the risks are the model's`() throws {
        let model = try DeepCoxSamples.model()
        let reading = try NomogramReading(model, values: [1, 3, 2], imputation: nil)
        let score = try model.score([1, 3, 2])
        #expect(reading.lines.map(\.name) == ["Smoker", "Drugs", "Blood.lactate", "DL.feature"])
        #expect(abs(reading.lines.reduce(0) { $0 + $1.points } - reading.total) < 1e-10)
        #expect(reading.risks.map(\.probability) == score.probabilities)
        #expect(reading.risks.allSatisfy { $0.interval == nil })
        #expect(reading.tier == score.tier)
    }

    @Test func `an imputed input is marked, its mean points still sum to the total`() throws {
        let model = try DeepCoxSamples.model()
        var generator = Xoshiro256StarStar(seed: 2)
        let rows = (0..<100).map { _ in
            [Double(generator.index(below: 2)), Double(generator.index(below: 9)), 3 * generator.uniform()]
        }
        let cohort = try ReferenceCohort(inputs: model.survival.inputs, rows: rows)
        let imputation = try Imputation(cohort: cohort, seed: 1)
        let reading = try NomogramReading(model, values: [1, nil, 2], imputation: imputation)
        #expect(reading.lines.map(\.isImputed) == [false, true, false, false])
        #expect(abs(reading.lines.reduce(0) { $0 + $1.points } - reading.total) < 1e-9)
        #expect(reading.risks.allSatisfy { $0.interval?.contains($0.probability) == true })
        #expect(!reading.isMuchImputed)
    }

    @Test func `what is missing or impossible is named`() throws {
        let model = try DeepCoxSamples.model()
        #expect { try NomogramReading(model, values: [1, nil, nil], imputation: nil) } throws: {
            "\($0)".contains("missing Drugs, Blood.lactate; measure them, or give a reference cohort")
        }
        #expect { try NomogramReading(model, values: [2, 1, nil], imputation: nil) } throws: {
            "\($0)".contains("Smoker not-0-or-1")
        }
    }
}
