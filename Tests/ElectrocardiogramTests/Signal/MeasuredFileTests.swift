import Testing

@testable import Electrocardiogram

/// Oracle: the intervals that the device wrote into the same file.
@Suite("A real file's waveform")
struct MeasuredFileTests {
    /// PR is long and its P wave notched: the device puts its onset 18 ms later.
    @Test("measures about what its device did")
    func muse() throws {
        guard let file = SharedData.bytes("data/ecg/muse/MUSE_example_introecg.xml") else { return }
        let recording = try RecordingReader.read(file)
        let measured = WaveformMeasurement.measure(recording.signal).measurements
        let stated = recording.measurements
        try near(measured.ventricularRate, stated.ventricularRate, 1)
        try near(measured.prInterval, stated.prInterval, 20)
        try near(measured.qrsDuration, stated.qrsDuration, 8)
        try near(measured.qtInterval, stated.qtInterval, 15)
        try near(measured.qtcInterval, stated.qtcInterval, 15)
        #expect(SignalQuality(recording.signal).suspectedSwap == nil)
    }

    private func near(_ measured: Double?, _ stated: Double?, _ bound: Double) throws {
        let (measured, stated) = (try #require(measured), try #require(stated))
        #expect(abs(measured - stated) <= bound)
    }
}
