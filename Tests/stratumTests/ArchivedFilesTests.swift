import Electrocardiogram
import Foundation
import TestSupport
import Testing

@testable import stratum

@Suite("ECG files in archives, and records of several files")
struct ArchivedFilesTests {
    /// Two records with their signal files, one of which has lost it, a stray signal file and something else.
    private func fill(_ folder: URL) throws {
        for (name, offset) in [("a/one", Float(1)), ("two", 2), ("lost", 3)] {
            let signal = Signal(
                samplingRate: 500,
                microvoltsPerCount: 5,
                leads: Signal.twelve(i: [offset, 2, 3], ii: [4, 5, 6])
            )
            let record = try WFDBWriter.write(
                Recording(format: "test", sourceDigest: Data(count: 32), signal: signal),
                name: URL(filePath: name).lastPathComponent
            )
            try folder.appending(path: name + ".hea").fill(String(decoding: record.header, as: UTF8.self))
            if name != "lost" { try record.signals.write(to: folder.appending(path: name + ".dat")) }
        }
        try folder.appending(path: "stray.dat").fill("no header names me")
        try folder.appending(path: "notes.txt").fill("something else")
    }

    @Test("are one recording for each header, in a folder and in archives, whichever file comes first")
    func records() async throws {
        try await TemporaryFolder.with { parent in
            let folder = parent.appending(path: "in")
            try fill(folder)
            try await pack(folder, "headers-first.tar.gz", ["a/one.hea", "two.hea", "a/one.dat", "two.dat"])
            try await pack(folder, "signals-first.tar", ["two.dat", "a/one.dat", "a/one.hea", "two.hea"])
            let expected = try first(of: EcgFiles.recordings([folder.path]), in: folder.path)
            #expect(expected == ["a/one.hea": 1, "lost.hea": nil, "notes.txt": nil, "stray.dat": nil, "two.hea": 2])
            for name in ["headers-first.tar.gz", "signals-first.tar"] {
                let archive = parent.appending(path: name).path
                let files = EcgFiles.recordings([archive])
                #expect(try first(of: files, in: archive) == ["a/one.hea": 1, "two.hea": 2])
            }
        }
    }

    @Test("of an archive that is cut off are given as far as they go, and the archive is named with its fault")
    func cutOff() async throws {
        try await TemporaryFolder.with { parent in
            let folder = parent.appending(path: "in")
            try fill(folder)
            // What does not compress well, so that the cut goes through it.
            let noise = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
            try noise.write(to: folder.appending(path: "noise"))
            try await pack(folder, "whole.tar", ["notes.txt", "noise"])
            let whole = try Data(contentsOf: parent.appending(path: "whole.tar"))
            let cut = parent.appending(path: "cut.tar")
            try whole.prefix(100_000).write(to: cut)
            let files = EcgFiles.recordings([cut.path])
            #expect(files.first?.path == cut.path + "/notes.txt")
            #expect(files.last?.path == cut.path)
            #expect(files.last?.fault?.code == "archive-damaged")
        }
    }

    /// The first sample of lead I of each file in units of 5 µV, nil where it cannot be read.
    private func first(of files: [EcgFile], in folder: String) throws -> [String: Float?] {
        let source = EcgSource(files)
        var values: [String: Float?] = [:]
        while let (file, load) = source.next() {
            let signal = try? load().read().signal
            let value = signal?[.i].first.map { $0 * Float(signal?.microvoltsPerCount ?? 0) / 5 }
            values[String(file.path.dropFirst(folder.count + 1))] = .some(value)
        }
        #expect(values.count == files.count)
        return values
    }

    private func pack(_ folder: URL, _ name: String, _ files: [String]) async throws {
        let archive = folder.deletingLastPathComponent().appending(path: name).path
        let flags = name.hasSuffix("gz") ? "czf" : "cf"
        let process = try ChildProcess(["/usr/bin/env", "-C", folder.path, "tar", flags, archive] + files)
        try #require(await process.end() == .exit(0))
    }
}

extension Signal {
    /// Twelve leads of which the limb leads follow from I and II.
    fileprivate static func twelve(i: [Float], ii: [Float]) -> [[Float]] {
        let pairs = Array(zip(i, ii))
        let limbs = [
            pairs.map { $1 - $0 }, pairs.map { -($0 + $1) / 2 }, pairs.map { $0 - $1 / 2 }, pairs.map { $1 - $0 / 2 },
        ]
        return [i, ii] + limbs + Array(repeating: i, count: 6)
    }
}
