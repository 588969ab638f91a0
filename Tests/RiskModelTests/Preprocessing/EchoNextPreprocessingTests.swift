import Electrocardiogram
import Foundation
import Testing

@testable import RiskModel

@Suite("The input of the EchoNext networks")
struct EchoNextPreprocessingTests {
    /// Oracle: the published code, run on the same files.
    @Test("equals the published code's to the last bit", arguments: ["MUSE_example_introecg", "synthetic_muse"])
    func golden(name: String) throws {
        guard let (golden, file) = try GoldenPreprocessing.load(name) else { return }
        let input = try EchoNextPreprocessing.prepare(RecordingReader.read(file))
        #expect((0..<4).map { input.waveform[$0 * 12] } == golden.firstOfLeadI.map { Float($0) })
        #expect(Array(input.waveform[1250 * 12..<1251 * 12]) == golden.at1250.map { Float($0) })
        #expect(input.waveformDigest.map { String(format: "%02x", $0) }.joined() == golden.waveformDigest)
        #expect(input.tabular == golden.tabular.map { Float($0) })
        #expect(input.remarks.isEmpty)
    }

    @Test("is 2500 samples of 12 leads, sample-major, whatever the usable rate", arguments: [250, 500, 1000, 360])
    func shape(rate: Int) throws {
        let input = try EchoNextPreprocessing.prepare(TestRecording.make(samplingRate: rate, samples: rate * 10))
        #expect(input.waveform.count == 30000)
        #expect(input.tabular.count == 7)
        #expect(input.remarks.contains { $0.contains("Resampled") } == (rate == 1000 || rate == 360))
    }

    @Test("of 250 Hz equals that of every second sample at 500 Hz")
    func everySecondSample() throws {
        let fast = try EchoNextPreprocessing.prepare(TestRecording.make())
        let slow = try EchoNextPreprocessing.prepare(TestRecording.make(samplingRate: 250, samples: 2500))
        #expect(fast == slow)
    }

    @Test("takes the first ten seconds of a longer recording, and says so")
    func window() throws {
        let short = try EchoNextPreprocessing.prepare(TestRecording.make())
        let long = try EchoNextPreprocessing.prepare(TestRecording.make(samples: 7500))
        #expect(long.waveform == short.waveform)
        #expect(long.remarks.count == 1)
        #expect(short.remarks.isEmpty)
    }

    @Test("accepts an odd length as long as the last sample exists")
    func oddLength() throws {
        #expect(try EchoNextPreprocessing.prepare(TestRecording.make(samples: 4999)).waveform.count == 30000)
        #expect(throws: PreprocessingError.tooShort(samples: 4998, needed: 4999)) {
            try EchoNextPreprocessing.prepare(TestRecording.make(samples: 4998))
        }
    }

    @Test("is the same for the same voltages in another unit")
    func units() throws {
        let counts = try EchoNextPreprocessing.prepare(TestRecording.make())
        let halves = try EchoNextPreprocessing.prepare(
            TestRecording.make(microvoltsPerCount: 2.44) { 2 * TestRecording.beat($0, $1) }
        )
        #expect(zip(counts.waveform, halves.waveform).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(halves.remarks.count == 1)
    }

    @Test("keeps to the published limits of every lead")
    func limits() throws {
        let wild = try EchoNextPreprocessing.prepare(
            TestRecording.make { lead, seconds in Int(seconds * 500) % 100 < 4 ? Float(lead % 2 == 0 ? 9000 : -9000) : 0
            }
        )
        // Lead I: (287 − 5.438902932045533) / 32.4283237955487; lead II: (−206 − 4.386144027595723) / 31.37262367036232.
        #expect(stride(from: 0, to: 30000, by: 12).map { wild.waveform[$0] }.max() == Float(8.682567092986877))
        #expect(stride(from: 1, to: 30000, by: 12).map { wild.waveform[$0] }.min() == Float(-6.706042383900051))
    }

    /// Scaled by hand from the published table: (90 − 61.269679…)/16.008829…, 0 for the atrial rate and PR, medians.
    @Test("truncates age at 90 and imputes what is missing")
    func tabular() throws {
        var recording = TestRecording.make()
        recording.patient = RecordedPatient(age: 104, sex: .male)
        recording.measurements = Measurements(ventricularRate: 0)
        let values = try EchoNextPreprocessing.prepare(recording).tabular
        let expected: [Float] = [1, 1.7946547, -0.11668216, -2.0080222, -2.4745133, -0.21988175, -0.096770384]
        #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 2e-6 }, "\(values)")
        recording.patient.age = nil
        #expect(try EchoNextPreprocessing.prepare(recording).tabular[1] == Float(0.10808540640028777))
    }

    @Test("is refused where the signal or the sex is unusable")
    func refusals() throws {
        var recording = TestRecording.make()
        recording.patient.sex = nil
        #expect(throws: PreprocessingError.sexUnknown) { try EchoNextPreprocessing.prepare(recording) }
        for (spoilt, error) in [
            (TestRecording.make(microvoltsPerCount: nil), PreprocessingError.amplitudeUnitUnknown),
            (TestRecording.make(microvoltsPerCount: .nan), .amplitudeUnitUnknown),
            (TestRecording.make(samplingRate: 50, samples: 500), .samplingRate(50)),
            (TestRecording.make { $0 == 7 && $1 == 0 ? .nan : 1 }, .leadUnusable(.v2)),
            (TestRecording.make(samples: 0), .leadUnusable(.i)),
        ] {
            #expect(throws: error) { try EchoNextPreprocessing.prepare(spoilt) }
        }
    }

    @Test("has a digest that depends on every value")
    func digests() throws {
        let base = try EchoNextPreprocessing.prepare(TestRecording.make())
        var recording = TestRecording.make()
        recording.patient.sex = .male
        let other = try EchoNextPreprocessing.prepare(recording)
        #expect(base.waveformDigest == other.waveformDigest)
        #expect(base.digest != other.digest)
    }
}
