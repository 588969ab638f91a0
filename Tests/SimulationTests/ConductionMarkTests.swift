import Electrocardiogram
import Testing

@testable import Simulation

/// QRS, QT and bundle branch block, measured on the signal.
@Suite struct ConductionMarkTests {
    private static func blocked(_ block: Conduction.BundleBranchBlock) throws -> [AverageBeat] {
        try MadeECG.beats(MadeECG.none) {
            $0.block = block
            $0.qrsDuration = 0.145
        }
    }

    @Test func `Left bundle branch block: broad, no q and no s in V6, deep S in V1, T the other way`() throws {
        let beats = try Self.blocked(.left)
        #expect(beats.share { $0.qrsDuration >= 120 } > 0.95)
        #expect(beats.share { $0.s(.v6) < 0.1 && $0.r(.v6) > 0.4 } > 0.8)
        #expect(beats.share { $0.s(.v1) > 0.8 && $0.r(.v1) < 0.15 } > 0.85)
        #expect(beats.share { $0.t(.v6) < 0 && $0.t(.v1) > 0 } > 0.9)
        #expect(beats.share { $0.t(.i) < 0 && $0.st(.i) < 0 && $0.st(.v1) > 0 } > 0.8)
    }

    @Test func `Right bundle branch block: broad, late R in V1, wide S in I and V6, T down in V1`() throws {
        let beats = try Self.blocked(.right)
        #expect(beats.share { $0.qrsDuration >= 120 } > 0.9)
        #expect(beats.share { $0.r(.v1) > 0.35 } > 0.85)
        #expect(beats.share { $0.s(.i) > 0.15 } > 0.8)
        #expect(beats.share { $0.s(.v6) > 0.2 } > 0.85)
        #expect(beats.share { $0.t(.v1) < 0 && $0.t(.v6) > 0 } > 0.85)
    }

    @Test(arguments: [0.080, 0.095, 0.110])
    func `QRS lasts as long on the signal as the device prints`(duration: Double) throws {
        let found = try MadeECG.beats(MadeECG.none) { $0.qrsDuration = duration }.map(\.qrsDuration)
        #expect(abs(found.median - 1000 * duration) <= 14, "\(found.median)")
    }

    @Test(arguments: [0.40, 0.46, 0.52])
    func `QT is as long on the signal as the device prints`(corrected: Double) throws {
        let rate = 70.0
        let beats = try MadeECG.beats(MadeECG.none) {
            $0.correctedQT = corrected
            $0.rate = rate
        }
        let found = beats.compactMap { $0.qt(.v5) }
        let printed = 1000 * corrected * (60 / rate).squareRoot()
        #expect(found.count > 30)
        #expect(abs(found.median - printed) <= 25, "\(found.median) for \(printed)")
    }

    @Test func `QRS and QT that devices print in the cohort are those of the signals`() throws {
        var qrs: [Double] = []
        var qt: [Double] = []
        for patient in Cohorts.readable where !Cohorts.states("PREMATURE", patient) {
            guard let beat = AverageBeat(patient.recording.signal) else { continue }
            if let printed = patient.recording.measurements.qrsDuration { qrs.append(beat.qrsDuration - printed) }
            let slow = (patient.recording.measurements.ventricularRate ?? 200) < 90
            guard slow, let printed = patient.recording.measurements.qtInterval, let found = beat.qt(.v5) else {
                continue
            }
            qt.append(found - printed)
        }
        #expect(
            abs(qrs.median) <= 12 && qrs.share { abs($0) <= 30 } > 0.9,
            "\(qrs.median) \(qrs.share { abs($0) <= 30 })"
        )
        #expect(abs(qt.median) <= 20 && qt.share { abs($0) <= 50 } > 0.8, "\(qt.median) \(qt.share { abs($0) <= 50 })")
    }
}
