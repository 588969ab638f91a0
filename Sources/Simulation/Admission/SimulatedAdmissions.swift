/// Made-up patients admitted with COVID-19: each a pure function of the seed and their index, whatever the cohort's
/// size or order.
///
/// For demonstration and tests only; nothing in it is drawn from a person. How they fare follows
/// ``CriticalIllnessHazard``, so that it is known how well any model could do.
package struct SimulatedAdmissions: Sendable {
    package let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// The patient at `index`, from 0.
    package func admission(_ index: Int) -> SimulatedAdmission {
        var stream = RandomStream(seed: seed, index: index, purpose: .admission)
        let condition = AdmissionCondition(from: &stream)
        var measuring = RandomStream(seed: seed, index: index, purpose: .measurements)
        let measurements = AdmissionMeasurements(of: condition, from: &measuring)
        let predictor = CriticalIllnessHazard.predictor(measurements.inputs)
        var course = RandomStream(seed: seed, index: index, purpose: .course)
        return SimulatedAdmission(
            index: index,
            measurements: measurements,
            truePredictor: predictor,
            course: AdmissionCourse(predictor: predictor, from: &course)
        )
    }
}

/// A made-up patient: what was measured on admission, and how the stay ended.
package struct SimulatedAdmission: Sendable, Equatable {
    /// The place in the cohort, from 0.
    package let index: Int
    /// What was measured on admission.
    package let measurements: AdmissionMeasurements
    /// The logarithm of the hazard ratio that decided the course; no model can know more.
    package let truePredictor: Double
    /// What became of the patient.
    package let course: AdmissionCourse
}
