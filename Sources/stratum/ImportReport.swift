import ArgumentParser
import CSV
import Foundation
import RiskModel
import TrialService

/// The account of an import, one line a file, for whoever must follow it up.
///
/// A line is appended as soon as its file is dealt with, so that a killed import leaves a true account behind.
final class ImportReport {
    static let columns = ["path", "outcome", "reason", "message", "sha256"]

    private let path: String
    private let handle: FileHandle

    /// Opens a new report, or one of an earlier run of the same columns, to which this one is added.
    ///
    /// - Throws: exit code 64 with the path and the remedy.
    init(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw Self.refusal(path, String(cString: strerror(errno))) }
        self.path = path
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try begin()
    }

    /// Adds what became of one file.
    func add(_ file: String, _ outcome: TrialService.ImportOutcome) throws {
        try append(CSVWriter.line([file] + Self.fields(outcome)))
    }

    private func begin() throws {
        let header = CSVWriter.line(Self.columns)
        guard let size = try? handle.seekToEnd() else { throw Self.refusal(path, "is no file") }
        guard size > 0 else { return try append(header) }
        try handle.seek(toOffset: 0)
        let start = try handle.read(upToCount: header.utf8.count)
        guard start == Data(header.utf8) else { throw Self.refusal(path, "holds something that is no import report") }
        try handle.seek(toOffset: size - 1)
        // A run that was killed while it wrote may have left half a line.
        if try handle.read(upToCount: 1) != Data("\n".utf8) { try append("\r\n") }
    }

    private func append(_ line: String) throws {
        do {
            try handle.write(contentsOf: Data(line.utf8))
        } catch {
            throw OutputLost(path: path, why: error.localizedDescription)
        }
    }

    private static func refusal(_ path: String, _ why: String) -> any Error {
        Failure.refuse("--report \(path): \(why); name another file", code: Failure.usage)
    }

    /// Everything after the path.
    private static func fields(_ outcome: TrialService.ImportOutcome) -> [String] {
        switch outcome {
        case .imported(let kept): ["imported"] + fields(kept)
        case .alreadyThere(let kept): ["already-there"] + fields(kept)
        case .refused(let reason, let detail): ["refused", reason, detail, ""]
        }
    }

    private static func fields(_ kept: TrialService.KeptRecording) -> [String] {
        [kept.doubts.map(\.rawValue).joined(separator: " "), kept.message, kept.digest.hex]
    }
}
