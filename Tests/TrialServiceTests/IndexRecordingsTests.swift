import Foundation
import PostgreSQL
import RiskModel
import Simulation
import Testing
import Trial

@testable import TrialService

/// Oracle: what the worker noted of its input when it scored the same recordings.
@Suite("Index recordings of participants")
struct IndexRecordingsTests {
    @Test("are the recordings that the trial scored, read by a data manager, and leave a trace")
    func scored() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            let subjects = try await trial.service(.statistician).takeCut(of: trial.trial).cut.rows.map(\.subject)
            try #require(subjects.count > 5)
            let found = try await trial.service(.dataManager)
                .indexRecordings(of: subjects + ["NYP-9999"], in: trial.trial, for: "model refit of a test")
            #expect(Set(found.keys) == Set(subjects))
            let noted = try await trial.query(
                """
                SELECT p.subject_number, a.input_sha256 FROM trial.participant p
                JOIN trial.place USING (trial_id, patient_key)
                JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
                JOIN ecg.risk_assessment a USING (patient_key, assessment_id)
                """
            ) { (try $0.decode("subject_number", as: String.self), try $0.decode("input_sha256", as: Data.self)) }
            for (subject, digest) in noted where found[subject] != nil {
                #expect(try EchoNextPreprocessing.prepare(try #require(found[subject])).digest == digest)
            }
            let traces = try await trial.query(
                "SELECT reason FROM audit.entry WHERE operation = 'READ' AND table_name = 'ecg.waveform'"
            ) { try $0.decode("reason", as: String.self) }
            #expect(traces == ["model refit of a test"])
        }
    }

    @Test("are refused to every other role", arguments: Role.allCases.filter { $0 != .dataManager })
    func refused(role: Role) async throws {
        try await DemonstrationTrial.with { trial in
            let account = role == .administrator ? "admin" : role.rawValue
            await #expect(throws: ServiceError.self) {
                try await trial.service(account).indexRecordings(of: ["NYP-0001"], in: trial.trial, for: "a test")
            }
        }
    }
}
