package import Electrocardiogram
package import Trial

/// One made-up patient: who they are, what is known of them, what the ECG shows and what an echo would find.
package struct SimulatedPatient: Sendable, Equatable {
    /// Place in the cohort, from 0.
    package let index: Int
    package let recordNumber: String
    package let site: String
    package let history: SimulatedHistory
    /// What an echocardiogram would find; known to the trial only once the patient is enrolled and studied.
    package let echo: EchoStudy
    /// The recording, which also names the patient and gives birth date, age and sex; its digest is a stand-in.
    package let recording: Recording
}
