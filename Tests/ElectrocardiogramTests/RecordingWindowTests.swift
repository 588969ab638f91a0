import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The first seconds of a recording")
struct RecordingWindowTests {
    @Test("are all of a recording that is no longer", arguments: [1, 999, 1000])
    func whole(count: Int) {
        let recording = recording(count)
        #expect(recording.first(seconds: 10) == recording)
    }

    @Test("are cut from a longer one, which says so")
    func cut() {
        let part = recording(1001).first(seconds: 10)
        #expect(part.signal.sampleCount == 1000)
        #expect(part.signal[.i] == (0..<1000).map(Float.init))
        #expect(part.signal[.v6].isEmpty)
        #expect(part.window == SignalWindow(firstSample: 0, totalSamples: 1001))
        #expect(part.remarks.count == 1)
        #expect(recording(1520).first(seconds: 10).remarks == ["The recording lasts 15.2 s; the first 10 s are used."])
    }

    @Test("of a part keep where the part began")
    func again() {
        let part = recording(3000).first(seconds: 20).first(seconds: 10)
        #expect(part.signal.sampleCount == 1000)
        #expect(part.window == SignalWindow(firstSample: 0, totalSamples: 3000))
    }

    private func recording(_ count: Int) -> Recording {
        let lead = (0..<count).map(Float.init)
        let leads = [lead] + Array(repeating: [], count: 11)
        return Recording(
            format: "csv",
            sourceDigest: Data(),
            signal: Signal(samplingRate: 100, microvoltsPerCount: 1, leads: leads)
        )
    }
}
