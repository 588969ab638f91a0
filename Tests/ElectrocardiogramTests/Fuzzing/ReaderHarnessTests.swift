import Foundation
import Testing

@testable import Electrocardiogram
@testable import ReaderHarness

@Suite("What fuzzing holds readers against")
struct ReaderHarnessTests {
    @Test("passes a sound recording and finds each fault of an unsound one")
    func recordings() {
        #expect(Invariants.fault(in: recording()) == nil)
        let faults = [
            recording([[1, .nan]]), recording([[1, .infinity]]), recording(rate: 0),
            recording([[Float](repeating: 0, count: 601)], rate: 1), recording(scale: 0), recording(scale: .infinity),
            recording(digest: Data()), recording(remark: ""), recording(remark: "two\nlines"),
        ].map { Invariants.fault(in: $0) }
        #expect(!faults.contains(nil), "\(faults)")
        #expect(Set(faults).count == 6)
    }

    @Test("finds an error that is not one line, or is endless")
    func errors() {
        #expect(Invariants.fault(in: .empty) == nil)
        #expect(Invariants.fault(in: .missing(what: "two\nlines", place: nil)) != nil)
        #expect(Invariants.fault(in: .missing(what: String(repeating: "x", count: 2000), place: nil)) != nil)
    }

    /// Detection, which mends nothing, shows that the change breaks the checksum.
    @Test("sees samples behind checksums that no longer match", arguments: [FuzzedReader.muse, .scp, .wfdb])
    func checksums(reader: FuzzedReader) throws {
        var mended = 0
        for seed in try FuzzSeed.seeds(of: reader) {
            var bytes = [UInt8](seed.bytes)
            let place = reader == .muse ? Self.firstSample(seed.bytes) : bytes.count - 2
            guard let place else { continue }
            bytes[place] = bytes[place] == UInt8(ascii: "B") ? UInt8(ascii: "C") : UInt8(ascii: "B")
            guard case .refused = FuzzedReader.any.outcome(of: Data(bytes)) else { continue }
            #expect(reader.outcome(of: Data(bytes)) == .read, "\(seed.testDescription)")
            mended += 1
        }
        #expect(mended >= (reader == .muse ? 1 : 6))
    }

    private static func firstSample(_ document: Data) -> Int? {
        document.range(of: Data("<WaveFormData>".utf8))?.upperBound
    }

    private func recording(
        _ leads: [[Float]] = [[1, 2], [3, 4]],
        rate: Int = 500,
        scale: Double? = nil,
        digest: Data = Data(count: 32),
        remark: String = "A remark."
    ) -> Recording {
        let missing = [[Float]](repeating: [], count: 12 - leads.count)
        let signal = Signal(samplingRate: rate, microvoltsPerCount: scale, leads: leads + missing)
        var recording = Recording(format: "edf", sourceDigest: digest, signal: signal)
        recording.remarks = [remark]
        return recording
    }
}
