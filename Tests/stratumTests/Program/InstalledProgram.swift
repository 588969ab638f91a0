import Foundation
import Glibc
import TestSupport
import Testing

/// The program as it was built beside the tests, run like anybody runs it.
struct InstalledProgram {
    /// What a run said and how it ended.
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The data folder of every run.
    let data: URL

    static let file = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "stratum")

    /// Runs a command line, its words separated by spaces, to its end.
    @discardableResult
    func run(_ line: String, environment: [String: String] = [:]) async throws -> Outcome {
        try await start(line, environment: environment).outcome()
    }

    /// Runs a command that has to succeed.
    @discardableResult
    func succeed(_ line: String, _ location: SourceLocation = #_sourceLocation) async throws -> String {
        let outcome = try await run(line)
        try #require(outcome.code == 0, "\(line): \(outcome.errors)", sourceLocation: location)
        return outcome.output
    }

    /// Starts a command.
    func start(_ line: String, environment: [String: String] = [:]) throws -> RunningProgram {
        let words = line.split(separator: " ").map(String.init)
        return try RunningProgram(Self.file, words + ["--data", data.path], environment)
    }
}

/// A started command; its output goes to files, so that no full pipe can hold it up.
final class RunningProgram {
    let process: ChildProcess
    private let folder = FileManager.default.temporaryDirectory.appending(path: "stratum-run-\(UUID().uuidString)")

    init(_ file: URL, _ arguments: [String], _ environment: [String: String]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("STRATUM_") }
        process = try ChildProcess(
            [file.path] + arguments,
            environment: inherited.merging(environment) { $1 },
            output: try Self.emptyFile(folder.appending(path: "output")),
            errors: try Self.emptyFile(folder.appending(path: "errors"))
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Waits for the end without blocking the tests beside it.
    func outcome() async throws -> InstalledProgram.Outcome {
        let end = await process.end()
        return InstalledProgram.Outcome(
            code: end.code,
            output: try String(contentsOf: folder.appending(path: "output"), encoding: .utf8),
            errors: try String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)
        )
    }

    func kill() { process.send(SIGKILL) }

    private static func emptyFile(_ file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }
}
