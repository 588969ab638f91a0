import ArgumentParser
import Foundation
import Reporting

/// Ends a report command with one line on standard error and an exit code of sysexits.h.
enum ReportFailure {
    /// Bad request: exit code 64.
    static func usage(_ message: String) -> any Error { failure(message, code: 64) }

    /// Runs `body`, turning what a report says is wrong into a line and exit code 65, or 64 for the request itself.
    static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ReportingError {
            throw failure(error.description, code: code(of: error))
        }
    }

    private static func code(of error: ReportingError) -> Int32 {
        switch error {
        case .notATable, .badData: 65
        case .badRequest: 64
        case .badTemplate: 70
        }
    }

    private static func failure(_ message: String, code: Int32) -> any Error {
        note(message)
        return ExitCode(code)
    }

    /// A line on standard error.
    static func note(_ message: String) { FileHandle.standardError.write(Data("stratum: \(message)\n".utf8)) }
}
