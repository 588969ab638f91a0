import Electrocardiogram
import Foundation
import Testing
import TrialStore

@Suite("The waveform codec")
struct WaveformCodecTests {
    private func roundTrip(_ signal: Signal) throws -> Signal? {
        let encoded = try #require(WaveformCodec.encode(signal))
        return WaveformCodec.decode(
            encoded,
            sampleCount: signal.sampleCount,
            samplingRate: signal.samplingRate,
            microvoltsPerCount: signal.microvoltsPerCount
        )
    }

    @Test("gives back every half count, from one end of its range to the other", arguments: 0..<20)
    func random(seed: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let leads = (0..<12).map { lead -> [Float] in
            lead % 5 == seed % 5
                ? [] : (0..<257).map { _ in Float(Int16.random(in: .min ... .max, using: &generator)) / 2 }
        }
        let signal = Signal(samplingRate: 500, microvoltsPerCount: seed % 2 == 0 ? 4.88 : nil, leads: leads)
        #expect(try roundTrip(signal) == signal)
    }

    @Test("holds in 32 bits what 16 cannot", arguments: [Float(16_384), -16_384.5, 8_388_607.5, -8_388_608])
    func wide(sample: Float) throws {
        let leads = [[sample, 0, -sample, 0.5]] + Array(repeating: [Float(0), 1, 2, 3], count: 11)
        let signal = Signal(samplingRate: 500, microvoltsPerCount: 1, leads: leads)
        #expect(try #require(WaveformCodec.encode(signal)).encoding == .int32)
        #expect(try roundTrip(signal) == signal)
    }

    @Test("holds as they are samples that are no half counts", arguments: [Float(0.25), 2.2e9, -2.2e9, .pi])
    func numbers(sample: Float) throws {
        let leads = [[sample, 0, -sample, 0.5], []] + Array(repeating: [Float(0), 1, 2, 3], count: 10)
        let signal = Signal(samplingRate: 500, microvoltsPerCount: 1, leads: leads)
        #expect(try #require(WaveformCodec.encode(signal)).encoding == .float32)
        #expect(try roundTrip(signal) == signal)
    }

    @Test("refuses what is no number", arguments: [Float.nan, .infinity, -.infinity])
    func refused(sample: Float) {
        let signal = Signal(
            samplingRate: 500,
            microvoltsPerCount: 1,
            leads: [[sample]] + Array(repeating: [0], count: 11)
        )
        #expect(WaveformCodec.encode(signal) == nil)
    }

    @Test("refuses bytes that do not fit")
    func truncated() throws {
        let signal = Signal(samplingRate: 500, microvoltsPerCount: 1, leads: Array(repeating: [1, 2, 3], count: 12))
        let encoded = try #require(WaveformCodec.encode(signal))
        #expect(
            WaveformCodec.decode(
                WaveformCodec.Encoded(
                    leadMask: encoded.leadMask,
                    encoding: encoded.encoding,
                    samples: encoded.samples.dropLast()
                ),
                sampleCount: 3,
                samplingRate: 500,
                microvoltsPerCount: 1
            ) == nil
        )
    }
}
