/// The one answer to an enrolment that the quota does not allow, whichever tier is full.
///
/// A blinded desk hears the same code and the same words for every patient, so that a refusal tells no tier.
package enum EnrolmentRefusal {
    package static let code = "enrolment-closed"
    package static let text =
        "Enrolment is closed for this patient. Thank the patient, and go on with the contact list."
}
