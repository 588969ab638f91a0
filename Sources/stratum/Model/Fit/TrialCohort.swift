import Biostatistics
import RiskModel
import Trial

/// The participants of a data cut as a cohort to fit to, in the order of subject numbers.
struct TrialCohort {
    let patients: SurvivalCohort
    /// Who was left out, and why.
    let remarks: [String]

    /// - Parameters:
    ///   - cut: of a trial that ends in follow-up and gave every eligible patient a place.
    ///   - inputs: measurements to use; nil for all that the cut has.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` with the remedy.
    init(_ cut: DataCut, inputs: [String]?) throws {
        guard cut.followUp != nil else {
            throw RiskModelError.cannotFit(
                reason: "it has no follow-up, its trial ends in an echocardiogram; give a cut of a trial that ends in "
                    + "follow-up, or --cohort"
            )
        }
        guard cut.everyoneHadAPlace else {
            throw RiskModelError.cannotFit(
                reason:
                    "participants were drawn by tier: a fit would describe the draw, not the patients; give --cohort"
            )
        }
        let names = inputs ?? cut.inputs
        if let unknown = names.first(where: { !cut.inputs.contains($0) }) {
            throw RiskModelError.cannotFit(
                reason:
                    "the cut has no input \(unknown.printable(limit: 80)); it has \(cut.inputs.joined(separator: ", "))"
            )
        }
        let known = cut.rows.sorted { $0.subject < $1.subject }.compactMap { row in row.followUp.map { (row, $0) } }
        let complete = known.compactMap { row, ended in
            let values = names.compactMap { row.inputs[$0] }
            return values.count == names.count ? (values: values, ended: ended) : nil
        }
        patients = try SurvivalCohort(
            names: names,
            rows: complete.map(\.values),
            followUp: FollowUp(times: complete.map { Double($0.ended.days) }, events: complete.map(\.ended.isEvent))
        )
        remarks = [
            (cut.rows.count - known.count, "how follow-up ended is not known"),
            (known.count - complete.count, "an input is missing"),
        ].filter { $0.0 > 0 }.map { "\($0.0) participants left out: \($0.1)" }
    }
}
