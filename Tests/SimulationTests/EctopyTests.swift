import Electrocardiogram
import Testing

@testable import Simulation

/// Premature beats, told by what they do to the intervals between narrow beats and by their width.
@Suite struct EctopyTests {
    @Test func `The pause around a premature ventricular beat is compensatory: two intervals long`() throws {
        let signals = try MadeECG.signals(MadeECG.none, age: 80) { $0.ventricularEctopy = 0.12 }
        let gaps = signals.flatMap { ratios($0) }.filter { $0 > 1.5 }
        #expect(gaps.count > 20)
        #expect(gaps.share { abs($0 - 2) < 0.12 } > 0.85, "\(gaps)")
    }

    @Test func `A premature ventricular beat is at least twice as broad as the others and large`() throws {
        let signals = try MadeECG.signals(MadeECG.none, age: 80) { $0.ventricularEctopy = 0.12 }
        let widths = signals.flatMap { signal in
            gaps(signal).map { width(of: signal, around: $0) / width(of: signal, around: nil) }
        }
        #expect(widths.count > 20)
        #expect(widths.median > 2, "\(widths.median)")
    }

    @Test func `The pause after a premature atrial beat is not compensatory`() throws {
        let signals = try MadeECG.signals(MadeECG.none, age: 80) { $0.atrialEctopy = 0.12 }
        var sums: [Double] = []
        for ratios in signals.map(ratios) {
            for index in ratios.indices.dropLast() where ratios[index] < 0.85 {
                sums.append(ratios[index] + ratios[index + 1])
            }
        }
        #expect(sums.count > 20)
        #expect(sums.share { $0 < 1.95 } > 0.95, "\(sums)")
    }

    @Test func `Premature beats are stated, and weak hearts have more of them`() {
        let weak = Cohorts.readings.filter { $0.chart.heart.ejectionFraction < 40 }
        let strong = Cohorts.readings.filter { $0.chart.heart.ejectionFraction > 55 }
        func share(_ readings: [(chart: SimulatedChart, reading: DeviceReading)]) -> Double {
            readings.share { $0.reading.statements.contains("PREMATURE VENTRICULAR COMPLEXES") }
        }
        #expect(share(weak) > 1.5 * share(strong))
    }

    /// Intervals between steep beats over their median; a broad beat is not steep enough to count as one.
    private func ratios(_ signal: Signal) -> [Double] {
        let times = RPeaks.times(in: signal)
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        let middle = intervals.median
        return intervals.map { $0 / middle }
    }

    /// From and to, seconds, of intervals twice as long as usual.
    private func gaps(_ signal: Signal) -> [(Double, Double)] {
        let times = RPeaks.times(in: signal)
        let middle = zip(times.dropFirst(), times).map { $0 - $1 }.median
        return zip(times, times.dropFirst()).filter { $1 - $0 > 1.6 * middle }.map { ($0, $1) }
    }

    /// Width at half height, samples, of the largest deflection of V5 past the T wave of a gap, or of the first R.
    private func width(of signal: Signal, around gap: (Double, Double)?) -> Double {
        let samples = signal[.v5].map { abs($0) }
        let first = RPeaks.times(in: signal).first { $0 > 0.2 } ?? 0.5
        let window =
            gap.map { ($0.0 + 0.26 * ($0.1 - $0.0), $0.0 + 0.42 * ($0.1 - $0.0)) } ?? (first - 0.06, first + 0.06)
        let range = Int(window.0 * 500)..<min(samples.count, Int(window.1 * 500))
        guard let peak = range.max(by: { samples[$0] < samples[$1] }) else { return 1 }
        var (left, right) = (peak, peak)
        while left > 0, samples[left] > samples[peak] / 2 { left -= 1 }
        while right < samples.count - 1, samples[right] > samples[peak] / 2 { right += 1 }
        return Double(right - left)
    }
}
