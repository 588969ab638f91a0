import Foundation
import Testing

@testable import Simulation

/// What disturbs a recording, measured by frequency.
@Suite struct NoiseTests {
    private static func noise(poor: Bool, _ index: Int) -> [Double] {
        var stream = RandomStream(seed: 4, index: index, purpose: .noise)
        var lead = RecordingNoise(poorQuality: poor, from: &stream).lead(from: &stream)
        return (0..<5000).map { _ in Double(lead.next(from: &stream)) }
    }

    private static let usual = (0..<60).map { noise(poor: false, $0) }
    private static let poor = (0..<60).map { noise(poor: true, $0) }

    @Test func `The baseline wanders slowly, below half a hertz, by less than a millivolt`() {
        let slow = Self.usual.map { amplitude($0, 0.05...0.5) }
        let faster = Self.usual.map { amplitude($0, 0.7...2) }
        #expect(slow.median > 5 * faster.median)
        #expect((0.01...0.2).contains(slow.median), "\(slow.median)")
        #expect(Self.usual.allSatisfy { $0.allSatisfy { abs($0) < 1 } })
    }

    @Test func `The mains hum at 60 hertz and nowhere near`() {
        let hum = Self.usual.map { amplitude($0, 60...60) }.median
        let beside = Self.usual.map { amplitude($0, 53...56) }.median
        #expect(hum > 3 * beside, "\(hum) \(beside)")
    }

    @Test func `Muscles tremble over the whole band by some microvolts`() {
        let tremor = Self.usual.map { noise in zip(noise.dropFirst(), noise).map { $0 - $1 }.deviation }
        #expect((0.004...0.03).contains(tremor.median), "\(tremor.median)")
    }

    @Test func `A poor recording is several times as noisy in each way`() {
        for band in [0.05...0.5, 60...60, 20...40] {
            let (usual, poor) = (Self.usual.map { amplitude($0, band) }, Self.poor.map { amplitude($0, band) })
            #expect(poor.median > 5 * usual.median, "\(band)")
        }
    }

    /// Largest amplitude at frequencies a tenth of a hertz apart, by the sums of Fourier, mV.
    private func amplitude(_ samples: [Double], _ band: ClosedRange<Double>) -> Double {
        stride(from: band.lowerBound, through: band.upperBound, by: max(0.1, (band.upperBound - band.lowerBound) / 12))
            .map { frequency in
                var (real, imaginary) = (0.0, 0.0)
                for (index, sample) in samples.enumerated() {
                    let angle = 2 * Double.pi * frequency * Double(index) / 500
                    real += sample * cos(angle)
                    imaginary += sample * sin(angle)
                }
                return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count)
            }.max() ?? 0
    }
}
