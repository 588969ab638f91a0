import Electrocardiogram
import Testing
import Trial

@testable import Simulation

/// What disease does to an ECG, as any textbook has it; on average, for hearts of one severity differ.
@Suite struct DiseaseMarkTests {
    private static let patients = Cohorts.readable

    @Test func `Thick walls raise the voltage of Sokolow and Lyon`() {
        let thick = Self.patients.filter { wall($0) >= 14 }.map(voltage)
        let thin = Self.patients.filter { wall($0) < 11 }.map(voltage)
        #expect(mean(thick) > 1.15 * mean(thin))
    }

    @Test func `A weak left ventricle conducts slowly`() {
        let weak = Self.patients.filter { ($0.echo.lvefPercent ?? 60) <= 35 }.map(qrsDuration)
        let strong = Self.patients.filter { ($0.echo.lvefPercent ?? 0) >= 55 }.map(qrsDuration)
        #expect(mean(weak) > mean(strong) + 6)
    }

    @Test func `High lung pressure turns the axis to the right`() {
        let high = Self.patients.filter { ($0.echo.paspMillimetresOfMercury ?? 0) >= 50 }.map(netLeadI)
        let normal = Self.patients.filter { ($0.echo.paspMillimetresOfMercury ?? 99) < 30 }.map(netLeadI)
        #expect(mean(high) < mean(normal))
    }

    @Test func `Marks stay within their bounds`() {
        for (index, chart) in Cohorts.charts.prefix(500).enumerated() {
            var stream = RandomStream(seed: 3, index: index, purpose: .conduction)
            let marks = DiseaseMarks(of: chart.heart, from: &stream)
            let values = [
                marks.leftVentricularMass, marks.strain, marks.weakMuscle, marks.rightHeart, marks.leftAtrium,
                marks.effusion, marks.volumeLoad,
            ]
            #expect(values.allSatisfy { (0...1.5).contains($0) })
        }
    }

    @Test func `No mark gives a disease away: some of the ill show nothing and some of the well show something`() {
        var (ill, well): ([Float], [Float]) = ([], [])
        for (index, chart) in Cohorts.charts.prefix(5000).enumerated() {
            var stream = RandomStream(seed: 3, index: index, purpose: .conduction)
            let mark = DiseaseMarks(of: chart.heart, from: &stream).weakMuscle
            if chart.heart.ejectionFraction <= 45 { ill.append(mark) } else { well.append(mark) }
        }
        let overlap = well.share { $0 > ill.sorted()[ill.count / 10] }
        #expect((0.03...0.5).contains(overlap), "\(overlap)")
    }

    private func wall(_ patient: SimulatedPatient) -> Double {
        max(patient.echo.septumMillimetres ?? 0, patient.echo.posteriorWallMillimetres ?? 0)
    }

    private func qrsDuration(_ patient: SimulatedPatient) -> Double {
        patient.recording.measurements.qrsDuration ?? 0
    }

    private func voltage(_ patient: SimulatedPatient) -> Double {
        let signal = patient.recording.signal
        func extremes(_ lead: Lead) -> (low: Float, high: Float) {
            (signal[lead].min() ?? 0, signal[lead].max() ?? 0)
        }
        return Double(-extremes(.v1).low + max(extremes(.v5).high, extremes(.v6).high))
    }

    private func netLeadI(_ patient: SimulatedPatient) -> Double {
        let samples = patient.recording.signal[.i]
        return Double((samples.max() ?? 0) + (samples.min() ?? 0))
    }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
}
