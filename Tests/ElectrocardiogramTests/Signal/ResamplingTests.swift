import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A change of sampling rate")
struct ResamplingTests {
    @Test("leaves a constant alone", arguments: [100, 257, 360, 1000, 2000])
    func constant(rate: Int) {
        let result = Resampling.interpolate([Double](repeating: 7, count: rate), from: rate, to: 250)
        #expect(result.count == (rate - 1) * 250 / rate + 1)
        #expect(result.allSatisfy { abs($0 - 7) < 1e-12 })
    }

    /// A sine below the cut-off is known at every instant.
    @Test("keeps a sine of 30 Hz, away from the ends", arguments: [200, 360, 977, 1000, 2000])
    func passes(rate: Int) {
        let sine = (0..<rate * 4).map { sin(2 * .pi * 30 * Double($0) / Double(rate)) }
        let result = Resampling.interpolate(sine, from: rate, to: 250)
        for index in 150..<850 {
            #expect(abs(result[index] - sin(2 * .pi * 30 * Double(index) / 250)) < 2e-3)
        }
    }

    @Test("removes what the lower rate cannot hold", arguments: [140.0, 180, 230])
    func stops(frequency: Double) {
        let sine = (0..<4000).map { sin(2 * .pi * frequency * Double($0) / 1000) }
        let result = Resampling.interpolate(sine, from: 1000, to: 250)
        #expect(result[150..<850].allSatisfy { abs($0) < 1e-3 })
    }

    /// Oracle: scipy.signal.resample_poly of SciPy 1.17.1 with edges held.
    ///
    /// Its Kaiser window (β 8, 24 crossings, cut-off 0.9) was built in NumPy. SciPy scales the whole filter to one, not
    /// each phase.
    @Test(
        "agrees with SciPy's polyphase filter of the same window",
        arguments: [
            (360, 278, [-48.3622, -14.3384, 7.9051, -4.8047]), (1000, 100, [-38.4178, -13.9555, -15.4914, -12.5211]),
            (128, 782, [-55.6118, -50.7073, 6.6233, -41.9612]), (257, 390, [-57.7268, -19.7463, 0.8191, 32.0239]),
        ]
    )
    func scipy(rate: Int, count: Int, expected: [Double]) {
        let signal = (0..<400).map { index -> Double in
            let value: Int = (index * index * 7 + index * 13) % 101
            return Double(value - 50)
        }
        let result = Resampling.interpolate(signal, from: rate, to: 250)
        // SciPy rounds the length up where the last new sample lies beyond the last old one.
        #expect(count - result.count <= 2)
        for (index, value) in zip([0, 1, 50, 77], expected) { #expect(abs(result[index] - value) < 0.01) }
        let leads = Resampling.interpolate(leads: [signal, []], from: rate, to: 250)
        #expect(leads[0] == result)
        #expect(leads[1] == [])
    }

    @Test("by half takes every second sample, the first included")
    func half() {
        #expect(Resampling.everySecond([1, 2, 3, 4, 5]) == [1, 3, 5])
        #expect(Resampling.everySecond([]) == [])
        #expect(Resampling.interpolate([], from: 500, to: 250) == [])
    }
}
