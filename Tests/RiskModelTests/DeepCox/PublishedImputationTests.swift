import Biostatistics
import CSV
import Foundation
import Testing

@testable import RiskModel

/// Draws from the published training patients, beside those of R's mice 3.15 (`method = "pmm"`, `maxit = 5`, 600 draws).
@Suite(.enabled(if: SharedData.has("data/covid/imputation.csv")))
struct PublishedImputationTests {
    /// The file has no header; its columns are named in `parameters.json`.
    private static let columns = [
        "patient_ID", "Malignancy", "Age", "X.ray.abnormality", "Dyspnea", "COPD", "Lactate.dehydrogenase",
        "Direct.bilirubin", "Creatine.kinase", "Number.of.comorbidities", "NLR",
    ]

    private static func cohort() throws -> (ReferenceCohort, ModelCard.Survival) {
        let card = try #require(try DeepCoxModel.shippedCards.first { $0.id == "critical-illness" })
        let survival = try #require(card.survival)
        let file = try String(contentsOf: SharedData.url("data/covid/imputation.csv"), encoding: .utf8)
        var rest = Array((columns.joined(separator: ",") + "\n" + file).utf8)[...]
        let (cohort, leftOut) = try ReferenceCohort.read(survival.inputs) { buffer in
            let part = rest.prefix(buffer.count)
            rest = rest.dropFirst(part.count)
            buffer.copyBytes(from: part)
            return part.count
        }
        #expect(cohort.count + leftOut == 1590)
        return (cohort, survival)
    }

    /// Malignancy 0, X-ray 1, COPD 0, dyspnoea 1, comorbidities 1, LDH 420, age 67, NLR missing, CK 180, bilirubin 6.1.
    private static let patient = [0, 1, 0, 1, 1, 420, 67, .nan, 180, 6.1]

    private static func summary(_ draws: [Double]) -> [Double] {
        let sorted = draws.sorted()
        let mean = draws.reduce(0, +) / Double(draws.count)
        return [mean] + [0.1, 0.25, 0.5, 0.75, 0.9].map { sorted[Int($0 * Double(sorted.count - 1))] }
    }

    /// Mean and quantiles 10, 25, 50, 75 and 90 %; each may differ by four standard errors of 600 draws.
    @Test func `one missing input is drawn as mice draws it`() throws {
        let (cohort, _) = try Self.cohort()
        var generator = Xoshiro256StarStar(seed: 1)
        let draws = cohort.complete(Self.patient, missing: [7], draws: 4_000, &generator).map { $0[7] }
        let expected = [16.914, 4.912, 7.228, 12.642, 21.1, 34.432]
        let tolerance = [2.2, 0.9, 1.2, 2.0, 3.5, 6.0]
        for (found, (expected, tolerance)) in zip(Self.summary(draws), zip(expected, tolerance)) {
            #expect(abs(found - expected) < tolerance)
        }
    }
}
