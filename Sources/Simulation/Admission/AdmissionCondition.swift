/// What lies behind a patient's measurements and makes them go together: age, how severe the infection is, and how
/// frail the patient was before.
struct AdmissionCondition: Sendable {
    /// Whole years, 18 to 96.
    let age: Double
    /// Standard normal.
    let severity: Double
    /// Standard normal.
    let frailty: Double

    /// Ages have the mean and, once cut, nearly the standard deviation of the published normalisation: 48.9 and 12.9.
    init(from stream: inout RandomStream) {
        let years = stream.normal()
        age = min(96, max(18, (48.88 + 13.1 * years).rounded()))
        severity = 0.35 * years + 0.9367 * stream.normal()
        frailty = 0.55 * years + 0.8352 * stream.normal()
    }
}
