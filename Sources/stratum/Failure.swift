import ArgumentParser
import AuditTrail
import Electrocardiogram
import Foundation
import PostgreSQL
import Reporting
import RiskModel
import Trial
import TrialService
import TrialStore

/// What a command found wrong with its arguments once it ran, with the words that call it.
struct Misuse: Error {
    let error: ValidationError
    let command: String
}

/// Ends a command with one line on standard error and an exit code of sysexits.h.
enum Failure {
    /// `validate` or `ecg compare` found a difference.
    static let differs: Int32 = 1
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let unavailable: Int32 = 69
    static let `internal`: Int32 = 70
    static let tryAgain: Int32 = 75
    static let notPermitted: Int32 = 77

    /// An error that is its own sentence.
    struct Sentence: Error, CustomStringConvertible {
        let description: String

        init(_ text: String) { description = text }
    }

    /// A line on standard error; never more than one, whatever a file or an argument held.
    static func note(_ message: String) {
        try? FileHandle.standardError.write(contentsOf: Data("stratum: \(message.printable)\n".utf8))
    }

    /// Faults of one file that are printed; the count names them all.
    private static let shownFaults = 100

    /// Prints what there is to say of an error.
    ///
    /// - Returns: the exit code; 0 where help or the version was asked for.
    static func end(with error: any Error) -> Int32 {
        if let misuse = error as? Misuse {
            note("\(misuse.error.message.printable(limit: 1_000)); see `\(misuse.command) --help`")
            return usage
        }
        if let code = code(of: error) {
            let parts = parts(of: error)
            parts.prefix(shownFaults).forEach(note)
            if parts.count > shownFaults { note("… and \(parts.count - shownFaults) more") }
            note(line(for: error))
            return code
        }
        if let error = error as? ExitCode { return error.rawValue }
        let code = Stratum.exitCode(for: error).rawValue
        guard code != 0 else {
            print(Stratum.fullMessage(for: error))
            return 0
        }
        note(usageLine(for: error))
        return code
    }

    /// What is wrong with each line of a file that is refused whole.
    private static func parts(of error: any Error) -> [String] {
        switch error {
        case let error as HistoryFile.Faults: error.faults.map(\.description)
        case let error as RoutineEchoFile.Faults: error.faults.map(\.description)
        case let error as PatientTable.Faults: error.faults.map(\.description)
        case ReportingError.badRows(_, let refused, _): refused.map(\.description)
        default: []
        }
    }

    /// The argument parser's message in one line, with the command that explains.
    private static func usageLine(for error: any Error) -> String {
        let words = Stratum.message(for: error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let help = Stratum.fullMessage(for: error).firstMatch(of: /See '([^']+)'/)?.1 ?? "stratum --help"
        return "\(words.printable(limit: 1_000)); see `\(help)`"
    }

    /// A refusal with its own words.
    static func refuse(_ message: String, code: Int32) -> any Error {
        note(message)
        return ExitCode(code)
    }

    /// What is printed of an error: what, where, and what to do.
    static func line(for error: any Error) -> String {
        switch error {
        case let error as PostgresError where error.code == .cancelled:
            "interrupted; what was acknowledged is kept, run the command again to finish it"
        case is CancellationError:
            "interrupted; what was acknowledged is kept, run the command again to finish it"
        case let error as PostgresError where postgresCode(error) == tryAgain:
            "\(error); what was acknowledged is kept, run the command again"
        case let error as PostgresError where error.sqlState == "42501":
            "not permitted: the database refuses this to the role in force"
        case let error as PostgresError where postgresCode(error) == badData:
            "not accepted: \((error.constraint ?? "a value does not fit").replacing("_", with: " ")) "
                + "(\(error.table ?? "the database")); check the values, nothing was stored"
        case let error as ImportStopped: importLine(error)
        case let error as CocoaError:
            [
                error.filePath ?? error.url?.path,
                error.underlying.map { "\($0.localizedDescription)" }
                    ?? error.localizedDescription,
            ].compactMap(\.self).joined(separator: ": ")
        case let error as EchoValidation.Faults: error.faults.map(\.description).joined(separator: "; ")
        case let error as InputValues.Faults: error.faults.map(\.description).joined(separator: "; ")
        default: String(describing: error)
        }
    }

    /// How far an import came, then why it ended.
    private static func importLine(_ error: ImportStopped) -> String {
        let kept = "\(error.tally.imported + error.tally.alreadyThere) of \(error.tally.files) files are kept"
        guard let cause = error.cause as? PostgresError, [.connection, .outcomeUnknown].contains(cause.code) else {
            return "the import stopped; \(kept) (\(error.tally.outcomes)): \(line(for: error.cause))"
        }
        return "the database server went away during the import; \(kept), those under way may be as well "
            + "(\(error.tally.outcomes)): run the command again to import the rest"
    }

    /// The exit code of an error of this program; nil for those of the argument parser, which knows its own.
    static func code(of error: any Error) -> Int32? {
        switch error {
        case is ExitCode, is ValidationError, is CleanExit: nil
        case let error as ServiceError: serviceCode(error)
        case let error as PostgresError: postgresCode(error)
        case let error as ReportingError: reportingCode(error)
        case let error as ImportStopped: code(of: error.cause) ?? `internal`
        case is OutputLost: unavailable
        case InstallationError.noIdentityKeyFile, InstallationError.invalidServer,
            InstallationError.replicaWithoutServer:
            usage
        case ClusterError.cancelled, ClusterError.inUse, ClusterError.timedOut: tryAgain
        case IdentityError.rotationElsewhere: tryAgain
        case IdentityError.rotationRefused, IdentityError.keyFileExists: usage
        case let error as BackupError: backupCode(error)
        case is InstallationError, is ClusterError, is MigrationError, is IdentityError, is SecretFileError:
            unavailable
        case is RecordingError, is PreprocessingError, is RiskModelError, is ProtocolErrors, is EchoValidation.Faults,
            is Windows.Failure, is PathError, is HistoryFile.Fault, is HistoryFile.Faults,
            is RoutineEchoFile.Faults, is FileFault, is PatientTable.Faults, is InputValues.Faults,
            is FollowUpDefinition.Fault,
            is AuditTrailError,
            is CocoaError:
            badData
        case is StoreError, is DataCutError: `internal`
        case is CancellationError: tryAgain
        default: String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") ? nil : `internal`
        }
    }

    private static func serviceCode(_ error: ServiceError) -> Int32 {
        switch error {
        case .notPermitted, .noRole, .enrolmentClosed, .possibleDuplicate, .blinded: notPermitted
        case .trailRunsBackwards: unavailable
        default: badData
        }
    }

    private static func postgresCode(_ error: PostgresError) -> Int32 {
        switch error.code {
        case .connection, .outcomeUnknown, .timeout, .poolExhausted, .cancelled: return tryAgain
        case .server: break
        case .poolClosed, .decoding, .misuse: return `internal`
        }
        let state = error.sqlState ?? ""
        if state == "42501" { return notPermitted }
        // A rule of the schema or of a type: what was given does not fit.
        if ["22", "23"].contains(state.prefix(2)) { return badData }
        // Shut down or out of resources; serialization failures and deadlocks.
        return ["57", "53", "40"].contains(state.prefix(2)) ? tryAgain : `internal`
    }

    private static func backupCode(_ error: BackupError) -> Int32 {
        switch error {
        case .unusablePlace: usage
        case .underWay, .writersBusy: tryAgain
        case .notABackup, .damaged, .unknownFormat, .differs: badData
        case .noRoom: unavailable
        }
    }

    private static func reportingCode(_ error: ReportingError) -> Int32 {
        switch error {
        case .notATable, .badData, .badRows: badData
        case .badRequest: usage
        case .badTemplate: `internal`
        }
    }
}
