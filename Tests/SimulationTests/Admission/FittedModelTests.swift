import Biostatistics
import Foundation
import RiskModel
import Testing

@testable import Simulation

/// The deep Cox model that ships, on patients it has not seen.
@Suite struct FittedModelTests {
    private static func cohort(_ count: Int, seed: UInt64) throws -> (SurvivalCohort, truth: [Double]) {
        let made = (0..<count).map { SimulatedAdmissions(seed: seed).admission($0) }
        let followUp = FollowUp(times: made.map(\.course.days), events: made.map(\.course.isCritical))
        let rows = made.map(\.measurements.inputs.values)
        return (
            try SurvivalCohort(names: AdmissionInputs.names, rows: rows, followUp: followUp), made.map(\.truePredictor)
        )
    }

    /// Seed 909 was looked at by nobody while the model was made.
    @Test func `The shipped model comes within 0.01 of the truth and beats the linear Cox model`() throws {
        let model = try DeepCoxModel.shipped(id: "critical-illness-simulated")
        #expect(model.card.notForPatients)
        let (unseen, truth) = try Self.cohort(20_000, seed: 909)
        let predictors = try unseen.rows.map { try model.score($0).linearPredictor }
        func index(_ risk: [Double]) throws -> Double {
            try #require(Concordance.harrell(unseen.followUp, risk: risk).estimate.point)
        }
        let (deep, best) = (try index(predictors), try index(truth))
        #expect(best - deep < 0.01 && deep < best, "\(deep) of \(best)")
        // The linear model gets the very patients that the shipped one was fitted to.
        let seed = try #require(model.card.fitting.seed)
        let (seen, _) = try Self.cohort(try #require(model.card.fitting.recordings), seed: seed)
        let linear = try CoxModel.fit(CoxData(seen.followUp, covariates: seen.rows)).get().coefficients.map(\.value)
        let linearIndex = try index(unseen.rows.map { zip($0, linear).reduce(0) { $0 + $1.0 * $1.1 } })
        #expect(deep > linearIndex + 0.006, "\(deep) against \(linearIndex)")
        // Its probabilities hold as well: a slope near 1, and events as expected.
        let slope = try CoxModel.fit(CoxData(unseen.followUp, covariates: predictors.map { [$0] })).get()
        #expect((0.93...1.07).contains(slope.coefficients[0].value), "\(slope.coefficients[0].value)")
        let measured = try model.performance(on: unseen, population: "unseen")
        for day in measured.days {
            let ratio = try #require(day.ratio)
            #expect(ratio.lower < 1.05 && ratio.upper > 0.95, "\(day)")
        }
    }

    @Test func `What the card says of unseen patients is measured again`() throws {
        let model = try DeepCoxModel.shipped(id: "critical-illness-simulated")
        let stated = try #require(model.survival.performance?.last)
        let seed = try #require(model.card.fitting.seed)
        let (unseen, _) = try Self.cohort(stated.patients, seed: seed + 1)
        let found = try model.performance(on: unseen, population: stated.population)
        #expect(stated.events == found.events)
        #expect(abs(stated.concordance - found.concordance) < 1.1e-4)
        for (a, b) in zip(stated.days, found.days) {
            #expect(a.day == b.day && abs(a.expected - b.expected) < 1.1e-4)
        }
    }

    @Test func `Selection from 74 measurements finds the inputs of the truth, and few others`() throws {
        let made = (0..<4000).map { SimulatedAdmissions(seed: 14).admission($0) }
        let cohort = try SurvivalCohort(
            names: AdmissionMeasurements.names,
            rows: made.map(\.measurements.values),
            followUp: FollowUp(times: made.map(\.course.days), events: made.map(\.course.isCritical))
        )
        let chosen = try InputSelection(from: cohort, seed: 1)
        let (found, others) = (
            chosen.names.filter(AdmissionInputs.names.contains),
            chosen.names.filter { !AdmissionInputs.names.contains($0) }
        )
        let strong = ["X.ray.abnormality", "Dyspnea", "Lactate.dehydrogenase", "Age", "NLR", "Creatine.kinase"]
        #expect(Set(strong).isSubset(of: found), "\(chosen.names)")
        #expect(others.count <= 6, "\(chosen.names)")
        #expect(chosen.candidates == 74)
    }
}
