import ArgumentParser
import Foundation

/// Ends a command with one line on standard error and an exit code of sysexits.h.
enum Failure {
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let unavailable: Int32 = 69
    static let `internal`: Int32 = 70
    static let tryAgain: Int32 = 75
    static let notPermitted: Int32 = 77

    /// A line on standard error.
    static func note(_ message: String) {
        FileHandle.standardError.write(Data("stratum: \(message)\n".utf8))
    }

    /// A refusal that a command finds itself.
    static func refuse(_ message: String, code: Int32) -> any Error {
        note(message)
        return ExitCode(code)
    }
}
