package import Electrocardiogram
package import Trial
import TrialStore

extension TrialService {
    /// The index recordings of participants of a trial, for a new version of its model.
    ///
    /// A data manager's right: of the roles that may know outcomes it alone may read waveforms.
    ///
    /// - Parameters:
    ///   - subjects: subject numbers, as data cuts hold them; a few dozen at a time.
    ///   - trial: one in which the account is a data manager.
    ///   - purpose: what becomes of them; the audit trail keeps it.
    /// - Returns: by subject number; participants that the account does not see are absent.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func indexRecordings(
        of subjects: [String],
        in trial: TrialID,
        for purpose: String
    ) async throws -> [String: Recording] {
        try await acting(as: .dataManager, reason: purpose) { transaction in
            let found = try await CutSource.indexRecordings(of: subjects, in: trial, transaction)
            try await AuditStore.record(
                .read,
                of: "ecg.waveform",
                key: ["participants": String(found.count)],
                trial: trial,
                transaction
            )
            return found.mapValues(\.recording)
        }
    }
}
