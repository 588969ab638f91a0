package import Trial

/// One participant's predicted risk at each set of inputs during the stay.
package struct CourseReport: Sendable {
    package let header: ReportHeader
    package let subject: String
    package let model: String
    /// What the risk is, such as `critical_illness_30d`.
    package let output: String
    package let tiers: [Tier]
    package let cutPoints: [Double]
    /// In the order of time, at least one.
    package let course: [DataCut.Course]
    package let followUp: DataCut.FollowUp?
    package let event: String

    /// - Throws: ``ReportingError/badRequest(_:)`` where the cut has no such participant, or no course of theirs.
    package init(cut: DataCut, plan: AnalysisPlan, subject: String) throws(ReportingError) {
        guard let terms = cut.followUp, let set = cut.cutPointSets[cut.enrollingModel] else {
            throw .badRequest("the data cut has no repeated assessments: its trial reads one recording of each patient")
        }
        guard let row = cut.rows.first(where: { $0.subject == subject }) else {
            throw .badRequest("the data cut has no participant \(subject); only who was enrolled is in it")
        }
        guard !row.course.isEmpty else { throw .badRequest("\(subject) has no assessment by \(cut.enrollingModel)") }
        header = ReportHeader(cut: cut, plan: plan)
        self.subject = subject
        model = cut.enrollingModel
        output = set.output
        tiers = set.tiers
        cutPoints = set.cutPoints
        course = row.course
        followUp = row.followUp
        event = terms.title
    }

    /// How follow-up ended, in a sentence.
    var ending: String {
        guard let followUp else { return "How follow-up ended is not known." }
        let word = followUp.ending.word
        return followUp.isEvent
            ? "The event (\(word)) came on day \(followUp.days)."
                + (course.contains { $0.days >= Double(followUp.days + 1) }
                    ? " Risks of later days foretell nothing." : "")
            : "Left without the event (\(word)) on day \(followUp.days)."
    }

    func label(of tier: DerivedTier) -> String { tiers.first { $0.id == tier.id }?.label ?? tier.id.rawValue }
}

/// What stands under a patient's course.
enum CourseMethods {
    static func sentences(_ report: CourseReport) -> [String] {
        [
            "Risk: \(report.output) by \(report.model), as it was computed for each set of inputs in force; what was "
                + "corrected is left out. Days are counted from the first set of the stay.",
            "The model was made for values at admission: a risk from values of a later day is not the risk from that "
                + "day on, and nothing shows that it is calibrated then.",
        ]
    }
}
