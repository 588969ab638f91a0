import Foundation
import ReaderHarness
import Testing

@testable import Electrocardiogram

/// `STRATUM_WRITE_SEEDS=1` writes the files anew where a writer has changed on purpose.
@Suite("The seeds of fuzzing", .serialized)
struct FuzzSeedTests {
    private static let isWriting = ProcessInfo.processInfo.environment["STRATUM_WRITE_SEEDS"] == "1"

    @Test("are the committed files, byte for byte, and no others are there", arguments: FuzzedReader.allCases)
    func committed(reader: FuzzedReader) throws {
        let seeds = try FuzzSeed.seeds(of: reader)
        let folder = FuzzSeed.corpus.appending(path: reader.rawValue)
        if Self.isWriting { try write(seeds, into: folder) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == seeds.map(\.name).sorted())
        for seed in seeds { #expect(try Data(contentsOf: seed.file) == seed.bytes, "\(seed.testDescription)") }
    }

    @Test("are small and are read, so that what is changed in them lies deep", arguments: FuzzedReader.allCases)
    func readable(reader: FuzzedReader) throws {
        for seed in try FuzzSeed.seeds(of: reader) {
            #expect(reader.outcome(of: seed.bytes) == .read, "\(seed.testDescription)")
            #expect(seed.bytes.count <= 8 << 10, "\(seed.testDescription)")
        }
    }

    private func write(_ seeds: [FuzzSeed], into folder: URL) throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for seed in seeds { try seed.bytes.write(to: seed.file) }
    }
}
