import Biostatistics
import Electrocardiogram
import Foundation
import Testing
import Trial

@testable import Simulation

/// The simulated cohort held against published ones; `Docs/simulation.md` has the sources side by side.
@Suite struct PublishedCohortTests {
    /// Prevalences in the training cohort of EchoNext (Nature 2025;644:221–230); not recorded counts as absent.
    private static let published: [(outcome: Outcome, prevalence: Double)] = [
        (.lvef, 0.234039), (.wallThickness, 0.243767), (.aorticStenosis, 0.040276), (.aorticRegurgitation, 0.012115),
        (.mitralRegurgitation, 0.084677), (.tricuspidRegurgitation, 0.106340), (.pulmonaryRegurgitation, 0.008320),
        (.rvSystolicDysfunction, 0.132418), (.pericardialEffusion, 0.028686), (.pasp, 0.189403),
        (.trVelocity, 0.103374),
        // Any of them: 52 % of the 100,000 ECGs of EchoNext-Mini.
        (.shd, 0.52),
    ]

    private static let labels: [[Outcome: Bool]] = {
        let definition = OutcomeDefinition(missingFieldRule: .absentIsNegative)
        return Cohorts.charts.map { definition.labels(of: $0.echo) }
    }()

    private static func share(_ outcome: Outcome, where holds: (SimulatedChart) -> Bool = { _ in true }) -> Double {
        zip(labels, Cohorts.charts).filter { holds($0.1) }.share { $0.0[outcome] == true }
    }

    @Test(arguments: published)
    func `A finding is as frequent as published`(outcome: Outcome, prevalence: Double) {
        let share = Self.share(outcome)
        let error = (prevalence * (1 - prevalence) / Double(Cohorts.charts.count)).squareRoot()
        #expect(abs(share - prevalence) < 4 * error, "\(share), \((share - prevalence) / error) standard errors")
    }

    @Test func `The diseased have two or three findings each, as many as the published shares add up to`() {
        let counts = Self.labels.filter { $0[.shd] == true }.map { labels in
            Double(labels.count { $0.value && Outcome.components.contains($0.key) })
        }
        let together = Self.published.dropLast().reduce(0) { $0 + $1.prevalence } / 0.52
        #expect(abs(counts.mean - together) < 0.1, "\(counts.mean) against \(together)")
    }

    @Test func `Disease grows more frequent with age, and men's muscle fails more often`() {
        let byAge = [18..<45, 45..<60, 60..<75, 75..<105].map { ages in
            Self.share(.shd) { ages.contains(Int($0.person.exactAge)) }
        }
        #expect(byAge == byAge.sorted() && byAge[3] > 1.5 * byAge[0], "\(byAge)")
        let (men, women) = (
            Self.share(.lvef) { $0.person.sex == .male }, Self.share(.lvef) { $0.person.sex == .female }
        )
        #expect(men > 1.2 * women, "\(men) \(women)")
    }

    @Test
    func `Of patients without an echocardiogram in three years and without known valve disease 38 % are diseased`() {
        let valves: Set = ["aortic-stenosis", "aortic-regurgitation", "mitral-stenosis", "mitral-regurgitation"]
        func eligible(_ chart: SimulatedChart) -> Bool {
            let recent = chart.history.lastEchoDate.map { $0.adding(days: 3 * 365) >= Cohorts.lastDay } ?? false
            return !recent && valves.isDisjoint(with: chart.history.knownDiseases) && chart.person.exactAge >= 18
        }
        let count = Double(Cohorts.charts.count { eligible($0) })
        let share = Self.share(.shd, where: eligible)
        #expect(abs(share - 0.38) < 4 * (0.38 * 0.62 / count).squareRoot(), "\(share)")
    }

    @Test func `Velocity and pressure are as often unmeasured as published`() {
        let echoes = Cohorts.charts.map(\.echo)
        #expect(abs(echoes.share { $0.trVelocityMetresPerSecond == nil } - 0.36) < 0.04)
        #expect(abs(echoes.share { $0.paspMillimetresOfMercury == nil } - 0.22) < 0.02)
    }

    @Test func `Ages have the published mean, spread and middle`() {
        let ages = Cohorts.charts.map { min(90, $0.person.exactAge) }.filter { $0 >= 18 }
        #expect(abs(ages.mean - 61.27) < 0.6 && abs(ages.deviation - 16.01) < 0.6 && abs(ages.median - 63) < 0.6)
        #expect((0.005...0.03).contains(Cohorts.charts.share { $0.person.exactAge < 18 }))
    }

    /// Mean, standard deviation and median that EchoNext's scaling implies; a missing rate or interval of the atria is 0.
    private static let measured: [(name: String, value: @Sendable (Measurements) -> Double?, figures: [Double])] = [
        ("ventricular rate", { $0.ventricularRate }, [83.38, 20.39, 81.0]),
        ("atrial rate", { $0.atrialRate ?? 0 }, [89.23, 44.44, 81.0]),
        ("PR", { $0.prInterval ?? 0 }, [142.88, 57.74, 152.0]),
        ("QRS", { $0.qrsDuration }, [94.81, 21.87, 90.0]),
        ("QTc", { $0.qtcInterval }, [452.88, 40.09, 449.0]),
    ]

    @Test func `Rates and intervals have the published means, spreads and middles`() {
        for (name, value, figures) in Self.measured {
            let values = Cohorts.readings.compactMap { value($0.reading.measurements) }
            let error = 4 * figures[1] / Double(values.count).squareRoot()
            #expect(abs(values.mean - figures[0]) < error + 0.02 * figures[0], "\(name): mean \(values.mean)")
            #expect(abs(values.median - figures[2]) < error + 0.02 * figures[2], "\(name): median \(values.median)")
            #expect(abs(values.deviation / figures[1] - 1) < 0.15, "\(name): spread \(values.deviation)")
        }
    }

    @Test func `PR is missing in 11 of 100, as the published moments imply`() {
        let missing = Cohorts.readings.share { $0.reading.measurements.prInterval == nil }
        #expect(abs(missing - 0.114) < 0.03, "\(missing)")
    }
}
