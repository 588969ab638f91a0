import Electrocardiogram
import Foundation
import Testing

@testable import RiskModel

@Suite("The quality gate")
struct QualityGateTests {
    @Test("lets a sound recording pass")
    func sound() {
        #expect(QualityGate.reasons(for: TestRecording.make()).isEmpty)
    }

    @Test("lets the real examples pass", arguments: ["MUSE_example_introecg", "synthetic_muse"])
    func realExamples(name: String) throws {
        guard let (_, file) = try GoldenPreprocessing.load(name) else { return }
        #expect(QualityGate.reasons(for: try RecordingReader.read(file)).isEmpty)
    }

    @Test("gives each reason alone", arguments: QualityReason.allCases)
    func eachAlone(reason: QualityReason) {
        #expect(QualityGate.reasons(for: Self.spoilt(by: reason)) == [reason])
    }

    @Test("gives all reasons together, in a fixed order")
    func together() {
        let nothing = Recording(
            format: "test",
            sourceDigest: Data(),
            signal: Signal(samplingRate: 500, microvoltsPerCount: nil, leads: Array(repeating: [], count: 12))
        )
        #expect(
            QualityGate.reasons(for: nothing) == [
                .ageMissing, .sexMissing, .measurementsMissing, .leadMissing, .lengthUnusable, .amplitudeUnitUnknown,
            ]
        )
    }

    @Test(
        "finds every statement of ventricular pacing, in any case and spacing",
        arguments: [
            "Atrial-sensed ventricular-paced complexes", "ATRIAL-SENSED  VENTRICULAR-PACED RHYTHM",
            "AV dual-paced complexes",
            "av dual-paced rhythm", "AV sequential or dual chamber electronic pacemaker",
            "Biventricular pacemaker detected",
            "Electronic ventricular pacemaker", "Ventricular-paced complexes", "ventricular - paced\trhythm",
            "Atrial fibrillation with a demand pacemaker",
        ]
    )
    func pacing(statement: String) {
        var recording = TestRecording.make()
        recording.statements = ["Abnormal ECG", statement]
        #expect(QualityGate.reasons(for: recording) == [.ventricularPacing])
        recording.statements = [statement]
        #expect(QualityGate.reasons(for: recording) == [.ventricularPacing])
    }

    @Test(
        "does not take other statements for pacing or poor quality",
        arguments: [
            "Atrial-paced rhythm", "Ventricular premature complexes", "Electronic atrial pacemaker",
            "Idioventricular rhythm",
            "Pacemaker", "Data quality good",
        ]
    )
    func harmless(statement: String) {
        var recording = TestRecording.make()
        recording.statements = [statement]
        #expect(QualityGate.reasons(for: recording).isEmpty)
    }

    @Test("holds one present measurement sufficient, and the 18th birthday", arguments: [17, 18])
    func boundaries(age: Int) {
        var recording = TestRecording.make()
        recording.patient.age = age
        recording.measurements = Measurements(ventricularRate: 0, qtcInterval: 400)
        #expect(QualityGate.reasons(for: recording) == (age < 18 ? [.ageBelow18] : []))
    }

    @Test("finds an amplifier at its end and a lead that falls off half-way")
    func partialFaults() {
        let saturated = TestRecording.make { lead, seconds in
            lead == 8 ? Float(min(1100, Int(1000 * sin(seconds * 2) * 1.5))) : TestRecording.beat(lead, seconds)
        }
        #expect(QualityGate.reasons(for: saturated) == [.leadClipped])
        let fallen = TestRecording.make { lead, seconds in
            lead == 8 && seconds > 6 ? 5 : TestRecording.beat(lead, seconds)
        }
        #expect(QualityGate.reasons(for: fallen) == [.leadFlat])
    }

    @Test("has stable codes in kebab case, each explained")
    func codes() {
        for reason in QualityReason.allCases {
            #expect(reason.rawValue.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
            #expect(!reason.explanation.isEmpty)
        }
    }

    private static func spoilt(by reason: QualityReason) -> Recording {
        var recording = TestRecording.make()
        switch reason {
        case .ageMissing: recording.patient.age = nil
        case .ageBelow18: recording.patient.age = 17
        case .sexMissing: recording.patient.sex = nil
        case .poorDataQuality:
            recording.statements = ["** POOR data  quality, interpretation may be adversely affected"]
        case .ventricularPacing: recording.statements = ["Ventricular-paced rhythm"]
        case .measurementsMissing: recording.measurements = Measurements(prInterval: 0, qtInterval: 400)
        case .leadMissing: recording.signal = without(.v6)
        case .leadFlat: recording.signal = TestRecording.make { $0 == 3 ? 4 : TestRecording.beat($0, $1) }.signal
        case .leadClipped:
            recording.signal = TestRecording.make { $0 == 3 && $1 == 1 ? 32767 : TestRecording.beat($0, $1) }.signal
        case .lengthUnusable: recording.signal = TestRecording.make(samples: 4998).signal
        case .samplingRateUnusable: recording.signal = TestRecording.make(samplingRate: 50, samples: 500).signal
        case .amplitudeUnitUnknown: recording.signal = TestRecording.make(microvoltsPerCount: nil).signal
        }
        return recording
    }

    private static func without(_ lead: Lead) -> Signal {
        let signal = TestRecording.make().signal
        let leads = Lead.allCases.map { $0 == lead ? [] : signal[$0] }
        return Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: leads)
    }
}
