import Foundation
import Glibc
import TestSupport

/// Runs with words that no line can hold, watched for crashes and for hanging.
enum BuiltProgram {
    struct Result {
        let code: Int32
        /// Whether a signal ended it: a crash, or the watch that ends what hangs.
        let wasKilled: Bool
        let output: String
        let errors: [String]
    }

    /// Longer than anything here takes on a busy machine; what is still running then hangs.
    private static let patience = 120.0

    /// Runs it with nothing on standard input.
    ///
    /// - Parameters:
    ///   - arguments: after the program's name.
    ///   - output: a device to print to; nil to read what is printed.
    /// - Returns: how it ended and what it said.
    /// - Throws: where its output cannot be caught.
    static func run(_ arguments: [String], output: FileHandle? = nil) async throws -> Result {
        try await TemporaryFolder.with { folder in
            let printed = folder.appending(path: "output")
            let said = folder.appending(path: "errors")
            for file in [printed, said] { try Data().write(to: file) }
            let process = try ChildProcess(
                [InstalledProgram.file.path] + arguments,
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"],
                output: try output ?? FileHandle(forWritingTo: printed),
                errors: try FileHandle(forWritingTo: said)
            )
            let watch = Task {
                try await Task.sleep(for: .seconds(patience))
                process.send(SIGTERM)
            }
            let end = await process.end()
            watch.cancel()
            return Result(
                code: end.code,
                wasKilled: end.wasKilled,
                output: try text(printed),
                errors: try text(said).split(separator: "\n").map(String.init)
            )
        }
    }

    private static func text(_ file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
