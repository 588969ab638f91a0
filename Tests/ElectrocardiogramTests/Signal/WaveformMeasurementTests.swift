import Testing

@testable import Electrocardiogram

/// Oracle: waves of known beginning and end; bounds in milliseconds.
@Suite("A measurement on the waveform")
struct WaveformMeasurementTests {
    private func expect(_ heart: SyntheticHeart, samplingRate: Int = 500) throws {
        let result = WaveformMeasurement.measure(heart.signal(samplingRate: samplingRate))
        let measured = result.measurements
        #expect(result.remarks == [])
        #expect(abs(try #require(measured.ventricularRate) - heart.rate) <= 1)
        #expect(measured.atrialRate == measured.ventricularRate)
        #expect(abs(try #require(measured.prInterval) - heart.pr * 1000) <= 15)
        #expect(abs(try #require(measured.qrsDuration) - heart.qrs * 1000) <= 14)
        let qt = try #require(measured.qtInterval)
        #expect(abs(qt - heart.tangentQT * 1000) <= 12)
        let qtc = RateCorrection.bazett.correct(qtInterval: qt, ventricularRate: heart.rate)
        #expect(abs(try #require(measured.qtcInterval) - qtc) <= 4)
    }

    @Test(
        "finds rate and intervals of normal, slow, fast, long and short beats",
        arguments: [
            SyntheticHeart(), SyntheticHeart(pr: 0.22, qrs: 0.08, qt: 0.44, spacings: [1.2]),
            SyntheticHeart(pr: 0.13, qrs: 0.09, qt: 0.33, spacings: [0.55]),
            SyntheticHeart(pr: 0.18, qrs: 0.12, qt: 0.45, spacings: [0.9]),
            SyntheticHeart(pr: 0.30, spacings: [1.0]),
        ]
    )
    func intervals(heart: SyntheticHeart) throws { try expect(heart) }

    @Test("does so at other sampling rates", arguments: [250, 360, 1000])
    func rates(rate: Int) throws { try expect(SyntheticHeart(), samplingRate: rate) }

    @Test("does so under noise of 20 µV")
    func noise() throws { try expect(SyntheticHeart(noise: 20)) }

    /// Such tails, of zeros or a calibration pulse, end some devices' files.
    @Test("takes no beat from a tail that is the same in all leads", arguments: [Float(0), 200])
    func padding(level: Float) {
        let heart = SyntheticHeart().signal()
        let tail = (0..<300).map { $0 < 50 || $0 > 200 ? 0 : level }
        let padded = Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: heart.leads.map { $0 + tail })
        #expect(WaveformMeasurement.measure(padded) == WaveformMeasurement.measure(heart))
    }

    @Test("gives no PR and no atrial rate where there are no P waves and beats are irregular")
    func fibrillation() throws {
        let heart = SyntheticHeart(qt: 0.36, spacings: [0.6, 0.83, 0.71, 0.95, 0.66], hasP: false, noise: 10)
        let result = WaveformMeasurement.measure(heart.signal())
        #expect(result.measurements.prInterval == nil)
        #expect(result.measurements.atrialRate == nil)
        #expect(abs(try #require(result.measurements.ventricularRate) - heart.rate) <= 2)
        #expect(result.remarks.count == 1)
        #expect(result.remarks.first?.hasPrefix("PR and atrial rate cannot be measured") == true)
    }

    @Test("says why nothing can be measured")
    func unmeasurable() {
        let flat = Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: flatLeads(5000))
        #expect(WaveformMeasurement.measure(flat).measurements == Measurements())
        #expect(WaveformMeasurement.measure(flat).remarks.count == 1)
        let heart = SyntheticHeart().signal()
        let unitless = Signal(samplingRate: 500, microvoltsPerCount: nil, leads: heart.leads)
        #expect(WaveformMeasurement.measure(unitless).remarks.count == 1)
        let slow = Signal(samplingRate: 10, microvoltsPerCount: 4.88, leads: heart.leads)
        #expect(WaveformMeasurement.measure(slow).measurements == Measurements())
    }

    @Test("survives signals of any length", arguments: [0, 1, 2, 40, 200, 600, 1000])
    func short(length: Int) {
        let heart = SyntheticHeart().signal()
        let cut = heart.leads.map { Array($0.prefix(length)) }
        let result = WaveformMeasurement.measure(Signal(samplingRate: 500, microvoltsPerCount: 4.88, leads: cut))
        #expect(result.beatCount <= 3)
    }

    @Test("corrects QT as published")
    func correction() {
        // By hand: RR 0.64 s, its square root 0.8 and its cube root 0.86177.
        #expect(abs(RateCorrection.bazett.correct(qtInterval: 360, ventricularRate: 93.75) - 450) < 1e-9)
        #expect(abs(RateCorrection.fridericia.correct(qtInterval: 360, ventricularRate: 93.75) - 417.743) < 0.001)
        #expect(RateCorrection.fridericia.correct(qtInterval: 400, ventricularRate: 60) == 400)
    }

    private func flatLeads(_ count: Int) -> [[Float]] {
        Array(repeating: Array(repeating: 0, count: count), count: Lead.allCases.count)
    }
}
