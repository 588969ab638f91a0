package import Foundation
package import PostgreSQL
package import Trial
package import TrialStore

/// What a desk enters of patients who are admitted: who they are, and dated sets of a model's inputs.
extension TrialService {
    /// One dated set of inputs of one patient.
    package struct AdmissionLine: Sendable {
        /// In the file it comes from; nil for one that was typed.
        package let line: Int?
        package let identity: PatientIdentity
        package let site: SiteCode
        package let sex: Eligibility.Sex?
        package let admittedOn: PostgresDate
        package let measuredAt: Date
        package let values: InputValues

        package init(
            line: Int? = nil,
            identity: PatientIdentity,
            site: SiteCode,
            sex: Eligibility.Sex? = nil,
            admittedOn: PostgresDate,
            measuredAt: Date,
            values: InputValues
        ) {
            self.line = line
            self.identity = identity
            self.site = site
            self.sex = sex
            self.admittedOn = admittedOn
            self.measuredAt = measuredAt
            self.values = values
        }
    }

    /// What became of the sets; they add up to the lines.
    package struct AdmissionResult: Sendable, Equatable {
        package var new = 0
        /// There already, with the same values.
        package var unchanged = 0
        /// Other values of the moment were there, and stay beside these.
        package var corrected = 0
    }

    /// Keeps dated sets of inputs, all or none; patients and admissions are made where they are new.
    ///
    /// The first set of an admission is what the index test reads; later ones are the patient's course.
    ///
    /// - Parameters:
    ///   - lines: at most one a patient and moment.
    ///   - trial: one whose patients enter by admission, in which the account is a data manager or a coordinator.
    ///   - reason: why values that are there are wrong; nil where nothing is corrected.
    /// - Returns: how many are new, unchanged and corrected.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func admit(
        _ lines: [AdmissionLine],
        in trial: TrialID,
        reason: String? = nil
    ) async throws -> AdmissionResult {
        let role = try await role(among: [.dataManager, .coordinator])
        return try await acting(as: role, reason: reason ?? "inputs at admission", attempts: 5) { transaction in
            let (plan, _) = try await Self.currentProtocol(of: trial, transaction)
            guard plan.indexTest.entry == .admission else { throw ServiceError.takesNoAdmissions(trial) }
            var result = AdmissionResult()
            for line in lines {
                try plan.check(line)
                switch try await keep(line, plan, in: trial, reason: reason, transaction) {
                case .new: result.new += 1
                case .unchanged: result.unchanged += 1
                case .corrected: result.corrected += 1
                }
            }
            return result
        }
    }

    private func keep(
        _ line: AdmissionLine,
        _ plan: TrialProtocol,
        in trial: TrialID,
        reason: String?,
        _ transaction: Transaction
    ) async throws -> InputStore.Outcome {
        let patient = try await PatientStore.findOrAdd(
            line.identity,
            site: line.site,
            admitting: trial,
            keys: identityKeys,
            transaction
        )
        let age = plan.indexTest.inputs.first { $0.means == .age }.flatMap { line.values.values[$0.name] }
        let entry = InputStore.Entry(
            patient: patient,
            site: line.site,
            admittedOn: line.admittedOn,
            measuredAt: line.measuredAt,
            age: age.map { Int($0.rounded(.down)) },
            sex: line.sex,
            values: line.values,
            digest: line.values.digest(measuredAt: line.measuredAt)
        )
        do {
            return try await InputStore.keep(
                entry,
                in: trial,
                preprocessing: plan.indexTest.reads.preprocessing,
                reason: reason,
                transaction
            )
        } catch is InputStore.NeedsReason {
            throw ServiceError.correctionNeedsReason(line: line.line)
        }
    }
}

extension TrialProtocol {
    /// Refuses a set for a site that the trial does not have, or dated before its admission or in the future.
    fileprivate func check(_ line: TrialService.AdmissionLine) throws(ServiceError) {
        guard let zone = sites.first(where: { $0.code == line.site })?.timeZone else { throw .unknownSite(line.site) }
        guard line.measuredAt < Date().addingTimeInterval(3_600) else {
            throw .admissionMisdated(line: line.line, "the inputs were measured in the future")
        }
        guard let admitted = line.admittedOn.noon(in: zone),
            CalendarDays.between(admitted, and: line.measuredAt, in: zone) >= 0
        else { throw .admissionMisdated(line: line.line, "the inputs were measured before the day of admission") }
    }
}
