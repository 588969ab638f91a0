import Biostatistics
import Dispatch
import Electrocardiogram
import RiskModel
import Synchronization
import Testing
import Trial

@testable import Simulation

/// The shipped model on patients it was not fitted to.
@Suite struct UnseenCohortTests {
    @Test func `The shipped model tells disease from health in a cohort it has not seen, well and not perfectly`()
        throws
    {
        let cohort = SimulatedCohort(seed: 909, referenceDate: Cohorts.lastDay)
        let model = try RiskModel.shipped(id: "shd-simulated")
        let definition = OutcomeDefinition(missingFieldRule: .absentIsNegative)
        let found = Mutex<[Int: (score: Double, diseased: Bool)]>([:])
        DispatchQueue.concurrentPerform(iterations: 1600) { index in
            let patient = cohort.patient(index)
            guard QualityGate.reasons(for: patient.recording).isEmpty,
                let input = try? EchoNextPreprocessing.prepare(patient.recording),
                let score = try? model.assess([input]).first?["shd"]?.probability
            else { return }
            let diseased = definition.labels(of: patient.echo)[.shd] == true
            found.withLock { $0[index] = (score, diseased) }
        }
        let cases = found.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        #expect(cases.count > 1450)
        let area = try #require(AreaUnderROC.of(scores: cases.map(\.score), labels: cases.map(\.diseased)))
        #expect((0.90...0.95).contains(area), "\(area)")
        #expect(lowerLimit(of: cases) > 0.89)
    }

    /// The 2.5th percentile of the area over 400 resamples of the cases.
    private func lowerLimit(of cases: [(score: Double, diseased: Bool)]) -> Double {
        var random = Xoshiro256StarStar(seed: 1)
        let areas = (0..<400).compactMap { _ in
            let drawn = cases.indices.map { _ in cases[random.index(below: cases.count)] }
            return AreaUnderROC.of(scores: drawn.map(\.score), labels: drawn.map(\.diseased))
        }.sorted()
        return areas[10]
    }
}
