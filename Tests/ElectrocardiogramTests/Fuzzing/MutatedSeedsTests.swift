import Foundation
import ReaderHarness
import TestSupport
import Testing

/// What the fuzzer does for hours, for a moment and without its guidance: the same changes in every run.
@Suite("A seed of fuzzing that is changed")
struct MutatedSeedsTests {
    /// Of each reader, over all its seeds.
    private static let changes = 2000

    @Test("is read or refused by the rules that hold for every file", arguments: FuzzedReader.allCases)
    func changed(reader: FuzzedReader) throws {
        let seeds = try FuzzSeed.seeds(of: reader)
        var counts = (read: 0, refused: 0)
        for (number, seed) in seeds.enumerated() {
            let copies = Self.copies(of: [UInt8](seed.bytes), count: Self.changes / seeds.count, seed: UInt64(number))
            for (index, copy) in copies.enumerated() {
                switch reader.outcome(of: Data(copy)) {
                case .read: counts.read += 1
                case .refused: counts.refused += 1
                case .fault(let fault): Issue.record("\(seed.testDescription), change \(index): \(fault)")
                }
            }
        }
        // Changes that all were read, or none of them, would have missed half of the reader.
        #expect(counts.read > 100 && counts.refused > 100, "\(counts)")
    }

    /// Half of them with one to four wounds, half with one byte changed, which more often leaves the rest readable.
    private static func copies(of original: [UInt8], count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SplitMix(state: seed)
        let touched = (0..<count / 2).map { _ in
            var bytes = original
            bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            return bytes
        }
        return touched + Mutations(of: original, count: count / 2, seed: seed)
    }
}
