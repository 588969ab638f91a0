import ArgumentParser
import Foundation
import Reporting
import RiskModel
import Testing
import TrialService
import TrialStore

@testable import Electrocardiogram
@testable import PostgreSQL
@testable import Trial
@testable import stratum

/// The codes are those of sysexits.h that `stratum --help` promises.
@Suite("The exit code of an error")
struct ExitCodeTests {
    @Test("is 77 where the account may not, and 65 where what was named is not there")
    func service() throws {
        let trial = try #require(TrialID(rawValue: "t"))
        let subject = try #require(SubjectNumber(rawValue: "NYP-0042"))
        for error: ServiceError in [
            .notPermitted(account: "a", role: .coordinator), .enrolmentClosed(subject), .possibleDuplicate(subject),
            .blinded(account: "a"), .noRole(account: "a", of: [.service]),
        ] {
            #expect(Failure.code(of: error) == 77, "\(error)")
        }
        for error: ServiceError in [
            .unknownTrial(trial), .trialExists(trial), .unknownSubject(subject), .unknownModel("m"),
            .weightsDiffer(model: "m", required: "a", found: "b"), .notConfirmed(questions: ["q"]),
            .stepMissing(subject, "first contact"), .noCut(trial), .unknownCut(3),
        ] {
            #expect(Failure.code(of: error) == 65, "\(error)")
        }
    }

    @Test(
        "tells a database that is busy from one that refuses and from a defect",
        arguments: [
            (PostgresError.Code.connection, 75), (.outcomeUnknown, 75), (.timeout, 75), (.poolExhausted, 75),
            (.cancelled, 75), (.poolClosed, 70), (.decoding, 70), (.misuse, 70), (.server, 70),
        ] as [(PostgresError.Code, Int32)]
    )
    func database(_ code: PostgresError.Code, _ expected: Int32) {
        #expect(Failure.code(of: PostgresError(code, "x")) == expected)
    }

    /// Classes of SQLSTATE: PostgreSQL manual, appendix A.
    @Test(
        "follows the SQLSTATE of the server",
        arguments: [
            ("42501", 77), ("57P01", 75), ("53300", 75), ("40001", 75), ("40P01", 75), ("23505", 65), ("22P02", 65),
            ("42P01", 70),
        ] as [(String, Int32)]
    )
    func sqlState(_ state: String, _ expected: Int32) {
        var error = PostgresError(.server, "x")
        error.sqlState = state
        #expect(Failure.code(of: error) == expected)
    }

    @Test("is 65 for every kind of bad data")
    func badData() {
        let errors: [any Error] = [
            RecordingError.empty, PreprocessingError.sexUnknown, RiskModelError.trailingBytes(1),
            EchoValidation.Faults(faults: []), Windows.Failure.beforeRecording(days: 2), ProtocolErrors([]),
            HistoryFile.Fault(file: "h.csv", line: 2, why: "x"),
            HistoryFile.Faults(file: "h.csv", faults: [], lines: 1), FileFault.linkLoop,
            CocoaError(.fileReadNoSuchFile),
            ReportingError.badData(file: "o.csv", line: 2, field: nil, .missingColumn("subject_id")),
        ]
        for error in errors { #expect(Failure.code(of: error) == 65, "\(error)") }
    }

    @Test("separates usage, an unavailable service, a defect and an interruption")
    func others() {
        #expect(Failure.code(of: InstallationError.noIdentityKeyFile) == 64)
        #expect(Failure.code(of: InstallationError.noDatabase("/nowhere")) == 69)
        #expect(Failure.code(of: InstallationError.unreachable("x")) == 69)
        #expect(Failure.code(of: ClusterError.cancelled) == 75)
        #expect(Failure.code(of: ReportingError.badRequest("x")) == 64)
        #expect(Failure.code(of: ClusterError.serverMissing(version: nil)) == 69)
        #expect(Failure.code(of: MigrationError.outdatedSchema(pending: 1)) == 69)
        #expect(Failure.code(of: IdentityError.cannotOpen) == 69)
        #expect(Failure.code(of: StoreError.vanished("frame")) == 70)
        #expect(Failure.code(of: DataCutError.unknownFormat(2)) == 70)
        #expect(Failure.code(of: ReportingError.badTemplate(name: "x")) == 70)
        #expect(Failure.code(of: CancellationError()) == 75)
        #expect(Failure.code(of: OutputLost(path: "x", why: "full")) == 69)
        let gone = PostgresError(.connection, "x")
        #expect(Failure.code(of: ImportStopped(tally: ImportTally(files: 3), cause: gone)) == 75)
    }

    @Test("is left to the argument parser for its own errors")
    func parser() {
        #expect(Failure.code(of: ExitCode(3)) == nil)
        #expect(Failure.code(of: ValidationError("x")) == nil)
        #expect(throws: (any Error).self) {
            do { _ = try Stratum.parseAsRoot(["nonsense"]) } catch {
                #expect(Failure.code(of: error) == nil)
                throw error
            }
        }
    }

    @Test("is 70 for an error that nobody foresaw")
    func unforeseen() {
        struct Surprise: Error {}
        #expect(Failure.code(of: Surprise()) == 70)
    }
}
