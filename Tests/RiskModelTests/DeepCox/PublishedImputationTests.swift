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

    /// Quantiles that mice gave: as large a share of our draws must lie below, within four standard errors of both.
    private static let quantiles = [(0.1, 4.912281), (0.25, 7.22807), (0.5, 12.64151), (0.75, 21.1), (0.9, 34.432)]

    @Test func `one missing input is drawn as mice draws it`() throws {
        let (cohort, _) = try Self.cohort()
        var generator = Xoshiro256StarStar(seed: 1)
        let draws = try cohort.complete(Self.patient, missing: [7], draws: 4_000, &generator).map { $0[7] }
        for (share, quantile) in Self.quantiles {
            let tolerance = 4 * (share * (1 - share) * (1 / 600.0 + 1 / 4000.0)).squareRoot()
            // A value that several draws share may lie on either side.
            #expect(Double(draws.count { $0 < quantile - 1e-5 }) / 4_000 <= share + tolerance)
            #expect(Double(draws.count { $0 <= quantile + 1e-5 }) / 4_000 >= share - tolerance)
        }
    }
}
