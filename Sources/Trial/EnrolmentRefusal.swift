/// The one answer to an enrolment that the quota does not allow, whichever tier is full.
///
/// A blinded desk hears the same code and the same words for every patient, so that a refusal tells no tier.
package enum EnrolmentRefusal {
    package static let code = "enrolment-closed"
    package static let text =
        "Enrolment is closed for this patient. Thank the patient, and go on with the contact list."

    /// The person looks like one who is enrolled already; says neither who nor where.
    package static let duplicateCode = "possible-duplicate"
    package static let duplicateText =
        "This person may already take part, perhaps at another site: ask the data manager. Then enrol with "
        + "--not-a-duplicate \"why\", or withdraw with --duplicate."
    /// The reason that is kept where somebody leaves because they take part already.
    package static let duplicateReason = "duplicate-person"
}
