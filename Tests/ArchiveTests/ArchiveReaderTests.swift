import Foundation
import TestSupport
import Testing

@testable import Archive

/// Archives are made by tar and gzip, and zips by the test itself.
@Suite("An archive")
struct ArchiveReaderTests {
    private static let files = ["a/one.xml": Data("<one/>".utf8), "two.dat": Data(repeating: 7, count: 300_000)]

    @Test("gives every file in it as it was put in, whatever made it", arguments: ["tar cf", "tar czf", "zip"])
    func whole(tool: String) async throws {
        let folder = try Folder()
        for (name, bytes) in Self.files { try folder.write(name, bytes) }
        if tool == "zip" {
            try folder.write("packed", StoredZip.of(Self.files))
        } else {
            try await folder.pack(tool, ["a", "two.dat"])
        }
        let archive = folder.packed
        #expect(ArchiveFormat.isArchive(try Data(contentsOf: archive)))
        let reader = try ArchiveReader(path: archive.path, limit: 1 << 20)
        var found: [String: ArchiveReader.Content] = [:]
        while let entry = try reader.next() { found[entry.path] = entry.content }
        #expect(found == Self.files.mapValues { .bytes($0) })
    }

    @Test("is read from memory as from a file, and its damage is seen")
    func inMemory() throws {
        let archive = StoredZip.of(Self.files)
        let reader = try ArchiveReader(archive, limit: 1 << 20)
        var found: [String: ArchiveReader.Content] = [:]
        while let entry = try reader.next() { found[entry.path] = entry.content }
        #expect(found == Self.files.mapValues { .bytes($0) })
        var damaged = archive
        damaged[try #require(archive.range(of: Data("<one/>".utf8))).lowerBound] ^= 1
        let other = try ArchiveReader(damaged, limit: 1 << 20)
        #expect { while try other.next() != nil {} } throws: { "\($0)".contains("CRC") }
    }

    @Test("that is one compressed file has that file's name")
    func single() async throws {
        let folder = try Folder()
        try folder.write("ecg.xml", Data("<one/>".utf8))
        try await folder.run(["gzip", "ecg.xml"])
        let reader = try ArchiveReader(path: folder.url.path + "/ecg.xml.gz", limit: 100)
        let entry = try #require(try reader.next())
        #expect(entry.path == "ecg.xml")
        #expect(entry.content == .bytes(Data("<one/>".utf8)))
        #expect(try reader.next() == nil)
    }

    @Test("with files too large, links and folders gives what can be read, and says of the others why not")
    func unreadable() async throws {
        let folder = try Folder()
        try folder.write("large", Data(count: 2_000))
        try folder.write("small", Data(count: 10))
        try await folder.run(["ln", "-s", "/etc/passwd", "link"])
        try await folder.run(["mkdir", "empty"])
        try await folder.pack("tar czf", ["large", "small", "link", "empty"])
        let reader = try ArchiveReader(path: folder.packed.path, limit: 1_000)
        var found: [String: ArchiveReader.Content] = [:]
        while let entry = try reader.next() { found[entry.path] = entry.content }
        #expect(found == ["large": .tooLarge(limit: 1_000), "small": .bytes(Data(count: 10)), "link": .notAFile])
    }

    @Test("that unfolds out of all proportion is stopped, read or passed over", arguments: [500 << 20, 1_000])
    func bomb(limit: Int) async throws {
        let folder = try Folder()
        try await folder.run(["truncate", "-s", "150M", "zeros"])
        try await folder.pack("tar czf", ["zeros"])
        let reader = try ArchiveReader(path: folder.packed.path, limit: limit)
        #expect { while try reader.next() != nil {} } throws: { error in
            if case ArchiveError.unfoldsTooFar = error { true } else { false }
        }
    }

    @Test("that is cut off anywhere ends with what came before, or with an error", arguments: ["tar czf", "tar cf"])
    func cutOff(tool: String) async throws {
        let folder = try Folder()
        for (name, bytes) in Self.files { try folder.write(name, bytes) }
        try await folder.pack(tool, ["a", "two.dat"])
        let whole = try Data(contentsOf: folder.packed)
        for length in stride(from: 0, to: whole.count - 1_024, by: max(1, whole.count / 61)) {
            try folder.write("cut", whole.prefix(length))
            var found: [String: ArchiveReader.Content] = [:]
            let outcome = Result {
                let reader = try ArchiveReader(path: folder.url.path + "/cut", limit: 1 << 20)
                while let entry = try reader.next() { found[entry.path] = entry.content }
            }
            for (name, content) in found where Self.files[name].map({ .bytes($0) }) != content {
                Issue.record("\(name) is given, though not as it was")
            }
            if case .success = outcome { #expect(found.count < 2) }
        }
    }

    @Test("is told by its content", arguments: [Data("<RestingECG>".utf8), Data(), Data("PK".utf8), Data(count: 600)])
    func noArchive(bytes: Data) {
        #expect(!ArchiveFormat.isArchive(bytes))
    }
}

/// A folder that goes with the test.
private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ bytes: Data) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    var packed: URL { url.appending(path: "packed") }

    func run(_ words: [String]) async throws {
        let process = try ChildProcess(["/usr/bin/env", "-C", url.path] + words)
        try #require(await process.end() == .exit(0))
    }

    func pack(_ tool: String, _ names: [String]) async throws {
        try await run(tool.split(separator: " ").map(String.init) + [packed.path] + names)
    }
}
