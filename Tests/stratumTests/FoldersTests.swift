import ArgumentParser
import Foundation
import Testing
import Trial

@testable import stratum

@Suite("Looking for ECG files")
struct EcgFilesTests {
    @Test("walks folders in a stable order, past hidden files and symbolic links, a loop included")
    func walk() async throws {
        try await TemporaryFolder.with { folder in
            for name in ["b/2.xml", "b/1.xml", "a.xml", ".hidden.xml", ".git/x.xml"] {
                try folder.appending(path: name).fill("x")
            }
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "b/loop"),
                withDestinationURL: folder
            )
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "c.xml"),
                withDestinationURL: folder.appending(path: "a.xml")
            )
            let found = try EcgFiles.find([folder.path]).map { $0.path.dropFirst(folder.path.count) }
            #expect(found.map { $0.trimmingPrefix("/") } == ["a.xml", "b/1.xml", "b/2.xml"])
        }
    }

    @Test("takes files in the order they are named, hidden or not")
    func named() async throws {
        try await TemporaryFolder.with { folder in
            let paths = ["z.xml", ".y.xml"].map { folder.appending(path: $0) }
            for path in paths { try path.fill("x") }
            #expect(try EcgFiles.find(paths.map(\.path)).map(\.lastPathComponent) == ["z.xml", ".y.xml"])
        }
    }

    @Test("refuses a path where nothing is, and finds nothing in an empty folder")
    func missing() async throws {
        try await TemporaryFolder.with { folder in
            let none = try EcgFiles.find([folder.path])
            #expect(none.isEmpty)
            #expect(throws: ExitCode(65)) { try EcgFiles.find([folder.path, folder.path + "/none.xml"]) }
        }
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
