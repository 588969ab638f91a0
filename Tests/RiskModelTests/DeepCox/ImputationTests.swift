import Biostatistics
import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct ImputationTests {
    /// Patients whose lactate is 1 + 0.5·drugs + 2·smoker + noise of deviation 0.4.
    private static func rows(_ count: Int, seed: UInt64 = 3) -> [[Double]] {
        var generator = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { _ in
            let smoker = generator.uniform() < 0.4 ? 1.0 : 0
            let drugs = Double(generator.index(below: 9))
            return [smoker, drugs, 1 + 0.5 * drugs + 2 * smoker + 0.4 * generator.normal()]
        }
    }

    private static func cohort() throws -> ReferenceCohort {
        try ReferenceCohort(inputs: DeepCoxSamples.survival.inputs, rows: rows(2_000))
    }

    @Test func `draws have the mean and the deviation of the regression behind the cohort`() throws {
        var generator = Xoshiro256StarStar(seed: 5)
        let draws = try Self.cohort().complete([1, 4, .nan], missing: [2], draws: 4_000, &generator).map { $0[2] }
        let mean = draws.reduce(0, +) / 4_000
        let deviation = (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3_999).squareRoot()
        // The mean over donors is known to 0.4/√90, of whom there are so many with these values.
        #expect(abs(mean - 5) < 0.15)
        #expect(abs(deviation - 0.4) < 0.1)
    }

    /// A lactate of 5 lies where smokers of four drugs do, five deviations above the others.
    @Test func `a binary input is drawn as its neighbours have it`() throws {
        var generator = Xoshiro256StarStar(seed: 6)
        let draws = try Self.cohort().complete([.nan, 4, 5], missing: [0], draws: 1_000, &generator).map { $0[0] }
        #expect(Set(draws).isSubset(of: [0, 1]))
        #expect(draws.reduce(0, +) / 1_000 > 0.95)
    }

    @Test func `every value is a patient's of the cohort, whatever is missing`() throws {
        let rows = Self.rows(2_000)
        let cohort = try Self.cohort()
        var generator = Xoshiro256StarStar(seed: 7)
        for missing in [[0], [1, 2], [0, 1, 2]] {
            for version in try cohort.complete([1, 3, 2], missing: missing, draws: 50, &generator) {
                for place in 0..<3 {
                    guard missing.contains(place) else {
                        #expect(version[place] == [1, 3, 2][place])
                        continue
                    }
                    #expect(rows.contains { $0[place] == version[place] })
                }
            }
        }
    }

    @Test func `one seed gives one result, for each row its own`() throws {
        let model = try DeepCoxSamples.model()
        let imputation = try Imputation(cohort: Self.cohort(), seed: 11)
        let score = try imputation.score([1, 3, 0], missing: [2], by: model, row: 4)
        #expect(try imputation.score([1, 3, 99], missing: [2], by: model, row: 4) == score)
        #expect(try imputation.score([1, 3, 0], missing: [2], by: model, row: 5) != score)
        #expect(
            try Imputation(cohort: Self.cohort(), seed: 12).score([1, 3, 0], missing: [2], by: model, row: 4) != score
        )
        for (interval, probability) in zip(score.intervals, score.probabilities) {
            #expect(interval.lower < interval.upper && interval.contains(probability))
        }
        #expect(score.tier == model.survival.tier(of: score.probabilities))
    }

    /// Nobody in it smokes, so that the lactate of this cohort is 1 + 0.5·drugs + noise of deviation 0.4.
    private static func withoutSmokers() -> [[Double]] { rows(2_000).filter { $0[0] == 0 } }

    /// What is constant teaches nothing: draws are those of a cohort that has never heard of it, whatever the patient has.
    @Test(arguments: [0, 1] as [Double])
    func `an input that nobody in the reference has is no predictor, and the others are drawn`(smoker: Double) throws {
        let rows = Self.withoutSmokers()
        let cohort = try ReferenceCohort(inputs: DeepCoxSamples.survival.inputs, rows: rows)
        let without = try ReferenceCohort(
            inputs: Array(DeepCoxSamples.survival.inputs.dropFirst()),
            rows: rows.map { Array($0.dropFirst()) }
        )
        let (missing, seed): ([Int], UInt64) = ([1, 2], 5)
        var (one, other) = (Xoshiro256StarStar(seed: seed), Xoshiro256StarStar(seed: seed))
        let drawn = try cohort.complete([smoker, 0, 0], missing: missing, draws: 200, &one)
        let expected = try without.complete([0, 0], missing: missing.map { $0 - 1 }, draws: 200, &other)
        #expect(drawn.allSatisfy { $0[0] == smoker } && drawn.map { Array($0.dropFirst()) } == expected)
        let lactates = try cohort.complete([smoker, 4, .nan], missing: [2], draws: 4_000, &one).map { $0[2] }
        #expect(abs(lactates.reduce(0, +) / 4_000 - 3) < 0.15)
    }

    @Test func `an input that is missing and the same in the whole reference is refused by its name`() throws {
        let rows = Self.withoutSmokers()
        let model = try DeepCoxSamples.model()
        let cohort = try ReferenceCohort(inputs: model.survival.inputs, rows: rows)
        let imputation = try Imputation(cohort: cohort, seed: 1)
        let reason =
            "Smoker is missing and cannot be drawn: it is 0 in all \(rows.count) patients of the reference; measure it, "
            + "or give a reference in which it varies"
        #expect(throws: RiskModelError.cannotFit(reason: reason)) {
            try imputation.score([.nan, 3, .nan], missing: [0, 2], by: model, row: 0)
        }
        let text = "row_id,Smoker,Drugs,Blood.lactate\n1,,1,\n2,1,,2\n"
        let run = try PatientTableScoringTests.run(text, model: model, imputation: imputation)
        #expect(run.lines[1].last == "constant-in-reference:Smoker")
        #expect(run.tally == .init(rows: 2, scored: 1, refused: ["constant-in-reference": 1], imputed: 1))
    }

    @Test func `what cannot be done is refused`() throws {
        let inputs = DeepCoxSamples.survival.inputs
        #expect { try ReferenceCohort(inputs: inputs, rows: Self.rows(32)) } throws: {
            "\($0)".contains("at least 33 are needed")
        }
        for draws in [1, 1001] {
            #expect(throws: RiskModelError.self) { try Imputation(cohort: Self.cohort(), seed: 1, draws: draws) }
        }
    }

    @Test func `a table has the pooled scores, their limits and what was drawn`() throws {
        let model = try DeepCoxSamples.model()
        let imputation = try Imputation(cohort: Self.cohort(), seed: 11)
        let text = "row_id,Smoker,Drugs,Blood.lactate\n1,0,1,2\n2,1,,2\n3,x,,2\n"
        let run = try PatientTableScoringTests.run(text, model: model, imputation: imputation)
        let header = "row_id,score_dl,score_final,p7,p28,tier,p7_lower,p7_upper,p28_lower,p28_upper,imputed,reason"
        #expect(run.lines[0].joined(separator: ",") == header)
        #expect(run.lines[1][6...] == ["", "", "", "", "", ""])
        let score = try imputation.score([1, 0, 2], missing: [1], by: model, row: 1)
        #expect(run.lines[2][4] == score.probabilities[1].description)
        #expect(
            run.lines[2][6...] == [
                score.intervals[0].lower.description, score.intervals[0].upper.description,
                score.intervals[1].lower.description, score.intervals[1].upper.description, "Drugs", "",
            ]
        )
        #expect(run.lines[3][11] == "not-a-number:Smoker")
        #expect(run.tally == .init(rows: 3, scored: 2, refused: ["not-a-number": 1], imputed: 1))
    }

    @Test func `more than five missing inputs are refused, and more than three are counted`() throws {
        let names = ["A", "B", "C", "D", "E", "F", "G"]
        let inputs = names.map { name in
            ModelCard.Survival.Input(
                name: name,
                label: name,
                kind: .continuous,
                coefficient: 0.1,
                limits: .init(-9, 9),
                axis: .init(-3, 3)
            )
        }
        var survival = DeepCoxSamples.survival
        survival.inputs = inputs
        let weights = try DeepCoxSamples.weights(widths: [7, 2, 1])
        let model = try DeepCoxModel(weights: weights, card: DeepCoxSamples.card(weights, survival: survival))
        var generator = Xoshiro256StarStar(seed: 1)
        let rows = (0..<60).map { _ in names.map { _ in generator.normal() } }
        let imputation = try Imputation(cohort: ReferenceCohort(inputs: inputs, rows: rows), seed: 1, draws: 3)
        let text = "row_id,A,B,C,D,E,F,G\n1,,,,,,,0\n2,,,,,,0,0\n3,,,,,0,0,0\n4,,,,0,0,0,0\n5,0,0,0,0,0,0,0\n"
        let run = try PatientTableScoringTests.run(text, model: model, imputation: imputation)
        #expect(
            run.tally
                == .init(rows: 5, scored: 4, refused: ["too-many-missing": 1], imputed: 3, muchImputed: 2)
        )
        #expect(run.lines[1].last == "too-many-missing:A;B;C;D;E;F")
        #expect {
            try NomogramReading(model, values: [Double?](repeating: nil, count: 6) + [0], imputation: nil)
        } throws: { "\($0)".contains("at most 5 of 7 may be imputed from a reference cohort; measure more of them") }
    }
}
