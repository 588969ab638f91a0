/// What a recording holds, and with it which models can read it; raw values as in the database.
package enum RecordingKind: String, Sendable, CaseIterable {
    case ecg
    /// A dated set of values of an admission.
    case inputs
}
