import ArgumentParser
import Foundation
import Trial
import TrialService
import TrialStore

/// The data cut of a trial in the database that a report is made from.
struct StoredCutSource: ParsableArguments {
    @Option(name: .long, help: "Two-sided confidence level of every interval (default: the protocol's).")
    var level: Double?

    @Option(name: .long, help: "A stored data cut by its number (default: a fresh one, where anything changed).")
    var cut: Int?

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard level.map((0.5..<1).contains) ?? true else {
            throw ValidationError("--level \(level ?? 0): give a number from 0.5 to below 1, such as 0.95")
        }
        guard cut.map((1...Int(Int32.max)).contains) ?? true else {
            throw ValidationError("--cut \(cut ?? 0): data cuts are numbered from 1")
        }
    }

    /// What becomes of the cut, the purpose, enters the trial's audit trail.
    func dataCut(for purpose: String) async throws -> (cut: DataCut, level: Double) {
        try await Self.dataCut(cut, of: trial, by: acting, level: level, for: purpose)
    }

    /// The cut of this number, else a fresh one where the account may take one, else the newest.
    static func dataCut(
        _ number: Int?,
        of trial: TrialOption,
        by acting: ActingOptions,
        level: Double?,
        for purpose: String
    ) async throws -> (cut: DataCut, level: Double) {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let isStatistician = try await service.grants().contains { $0.role == .statistician && $0.trial == id }
            let planned = try await service.trialProtocol(of: id).protocol.analysisPlan.level
            guard number == nil, isStatistician else {
                return (try await service.cut(number, of: id, for: purpose).cut, level ?? planned)
            }
            let taken = try await service.takeCut(of: id, for: purpose)
            if let remark = taken.remark { Failure.note(remark) }
            return (taken.cut, level ?? planned)
        }
    }
}
