import Electrocardiogram
import Testing

@testable import Simulation

@Suite struct RhythmTests {
    private static let regular = Cohorts.readable.filter {
        !Cohorts.states("PREMATURE", $0) && !Cohorts.states("ATRIAL FIB", $0)
    }
    private static let fibrillating = Cohorts.readable.filter {
        !Cohorts.states("PREMATURE", $0) && Cohorts.states("ATRIAL FIB", $0)
    }

    @Test func `Fibrillation beats irregularly and sinus rhythm does not`() {
        let sinus = Self.regular.compactMap { RPeaks.irregularity(in: $0.recording.signal) }.sorted()
        let fibrillation = Self.fibrillating.compactMap { RPeaks.irregularity(in: $0.recording.signal) }.sorted()
        #expect(fibrillation.count >= 5)
        #expect(fibrillation.median > 0.15 && fibrillation.share { $0 > 0.1 } > 0.9)
        #expect(sinus.median < 0.05 && sinus.share { $0 < 0.1 } > 0.9)
    }

    @Test func `A beat in fibrillation has no P wave before it`() {
        // The average over beats of lead II in the 240 to 60 ms before R: P survives averaging, fibrillation does not.
        let sinus = Self.regular.prefix(60).map(averagedP).sorted()
        let fibrillation = Self.fibrillating.map(averagedP).sorted()
        #expect(fibrillation[fibrillation.count / 2] < 0.4 * sinus[sinus.count / 2])
    }

    @Test func `Fibrillating atria tremble from beat to beat where a P wave would be the same each time`() throws {
        let fibrillating = try MadeECG.signals(MadeECG.none) { $0.rhythm = .atrialFibrillation }
        let sinus = try MadeECG.signals(MadeECG.none)
        #expect(fibrillating.map(unsteadiness).median > 2.5 * sinus.map(unsteadiness).median)
    }

    @Test func `Some hearts are paced, and their QRS is wide`() {
        let paced = Cohorts.patients.filter { Cohorts.states("ELECTRONIC VENTRICULAR PACEMAKER", $0) }
        #expect((1...20).contains(paced.count))
        #expect(paced.allSatisfy { ($0.recording.measurements.qrsDuration ?? 0) >= 150 })
    }

    /// Variance of the averaged beat before QRS, in squared counts.
    private func averagedP(_ patient: SimulatedPatient) -> Float {
        let samples = patient.recording.signal[.ii]
        let peaks = RPeaks.times(in: patient.recording.signal).map { Int($0 * 500) }.filter { $0 > 150 }
        let beat = (-130 ..< -40).map { offset in
            peaks.reduce(Float(0)) { $0 + samples[$1 + offset] } / Float(max(1, peaks.count))
        }
        // Without the straight line that a wandering baseline leaves.
        let slope = (beat[beat.count - 1] - beat[0]) / Float(beat.count - 1)
        let level = beat.indices.map { beat[$0] - beat[0] - slope * Float($0) }
        let mean = level.reduce(0, +) / Float(level.count)
        return level.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(level.count)
    }

    /// Variance of V1 between beats over that of the average beat, in the 220 to 70 ms before R.
    private func unsteadiness(_ signal: Signal) -> Double {
        let samples = signal[.v1].map(Double.init)
        let peaks = RPeaks.times(in: signal).map { Int($0 * 500) }.filter { $0 > 150 }
        let beats = peaks.map { peak in
            let beat = Array(samples[peak - 110..<peak - 35])
            let slope = (beat[74] - beat[0]) / 74
            return beat.indices.map { beat[$0] - beat[0] - slope * Double($0) }
        }
        let average = (0..<75).map { sample in beats.map { $0[sample] }.mean }
        let around = beats.map { beat in zip(beat, average).map { $0 - $1 }.deviation }
        return around.mean
    }
}
