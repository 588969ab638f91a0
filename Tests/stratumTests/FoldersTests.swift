import ArgumentParser
import Foundation
import Testing
import Trial

@testable import stratum

@Suite("Looking for ECG files")
struct EcgFilesTests {
    @Test("walks folders in a stable order, past hidden files, and follows symbolic links")
    func walk() async throws {
        try await TemporaryFolder.with { folder in
            for name in ["in/b/2.xml", "in/b/1.xml", "in/a.xml", "in/.hidden.xml", "in/.git/x.xml", "out/3.xml"] {
                try folder.appending(path: name).fill("x")
            }
            try folder.link("in/c.xml", to: "in/a.xml")
            try folder.link("in/d", to: "out")
            let found = EcgFiles.find([folder.appending(path: "in").path])
            #expect(found.allSatisfy { $0.fault == nil })
            #expect(names(found, in: folder) == ["in/a.xml", "in/b/1.xml", "in/b/2.xml", "in/c.xml", "in/d/3.xml"])
        }
    }

    @Test("names with its fault what is no readable file, and a link that leads in a circle ends the walk there")
    func faults() async throws {
        try await TemporaryFolder.with { folder in
            try folder.appending(path: "a/1.xml").fill("x")
            try folder.link("a/up", to: "")
            try folder.link("a/self", to: "a/self")
            try folder.link("a/broken.xml", to: "nowhere")
            #expect(mkfifo(folder.appending(path: "a/pipe").path, 0o600) == 0)
            let found = EcgFiles.find([folder.path])
            #expect(names(found, in: folder) == ["a/1.xml", "a/broken.xml", "a/pipe", "a/self", "a/up"])
            #expect(found.map(\.fault) == [nil, .brokenLink, .notAFile, .linkLoop, .linkLoop])
        }
    }

    @Test("walks a folder that many links lead to once")
    func bomb() async throws {
        try await TemporaryFolder.with { folder in
            try folder.appending(path: "0/1.xml").fill("x")
            for level in 1...30 {
                try FileManager.default.createDirectory(
                    at: folder.appending(path: "\(level)"),
                    withIntermediateDirectories: true
                )
                for side in ["l", "r"] { try folder.link("\(level)/\(side)", to: "\(level - 1)") }
            }
            let found = EcgFiles.find([folder.appending(path: "30").path])
            #expect(found.count { $0.fault == nil } == 1)
            #expect(found.count { $0.fault == .linkLoop } == 30)
        }
    }

    @Test("takes files in the order they are named, hidden or not")
    func named() async throws {
        try await TemporaryFolder.with { folder in
            let paths = ["z.xml", ".y.xml"].map { folder.appending(path: $0) }
            for path in paths { try path.fill("x") }
            #expect(names(EcgFiles.find(paths.map(\.path)), in: folder) == ["z.xml", ".y.xml"])
        }
    }

    @Test("finds nothing in an empty folder, and a fault where nothing is")
    func missing() async throws {
        try await TemporaryFolder.with { folder in
            #expect(EcgFiles.find([folder.path]).isEmpty)
            #expect(EcgFiles.find([folder.path, folder.path + "/none.xml", ""]).map(\.fault) == [.missing, .noName])
        }
    }

    private func names(_ files: [EcgFile], in folder: URL) -> [String] {
        files.map { String($0.path.dropFirst(folder.path.count + 1)) }
    }
}

@Suite("The folder of the demonstration")
struct DemoFolderTests {
    @Test("is made, and made afresh where an earlier demonstration was")
    func afresh() async throws {
        try await TemporaryFolder.with { parent in
            let folder = parent.appending(path: "demo")
            let made = try await DemoFolder.prepare(folder)
            try made.appending(path: "cohort/history.csv").fill("old")
            _ = try await DemoFolder.prepare(folder)
            #expect(!FileManager.default.fileExists(atPath: made.appending(path: "cohort").path))
            #expect(FileManager.default.fileExists(atPath: folder.path))
        }
    }

    @Test("is never one that holds something else")
    func foreign() async throws {
        try await TemporaryFolder.with { folder in
            let thesis = folder.appending(path: "thesis.txt")
            try thesis.fill("years of work")
            await #expect(throws: ExitCode(64)) { try await DemoFolder.prepare(folder) }
            #expect(try String(contentsOf: thesis, encoding: .utf8) == "years of work")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["thesis.txt"])
        }
    }
}

@Suite("A protocol by name")
struct NamedProtocolTests {
    @Test("is a shipped one or a file")
    func named() async throws {
        let shipped = try TrialProtocol.named("discovery-shd")
        #expect(shipped.id.rawValue == "discovery-shd")
        let protocols = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Protocols")
        let file = protocols.standardizedFileURL.appending(path: "discovery-shd.yaml")
        #expect(try TrialProtocol.named(file.path).sha256 == shipped.sha256)
    }

    @Test("that is neither is bad data, and so is one with faults")
    func refused() async throws {
        try await TemporaryFolder.with { folder in
            #expect(throws: ExitCode(65)) { try TrialProtocol.named(folder.path + "/none.yaml") }
            #expect(throws: ExitCode(65)) { try TrialProtocol.named(folder.path) }
            let faulty = folder.appending(path: "faulty.yaml")
            try faulty.fill("id: x\n")
            #expect(throws: ExitCode(65)) { try TrialProtocol.named(faulty.path) }
        }
    }
}
