import Trial

/// What stands around every report on a terminal.
extension TextPage {
    mutating func addOpening(_ title: String, _ header: ReportHeader) {
        addHeading(title)
        addWrapped("Source: \(header.source)", hang: 2)
        addWrapped(
            "Participants: \(header.participants). Intervals: \(Wording.level(header.level)), two-sided.",
            hang: 2
        )
        for model in header.models {
            let role = model.enrolling ? "the enrolling model, " : ""
            addWrapped("\(model.title): \(role)\(model.tierOrigin).", hang: 2)
        }
    }

    mutating func addClosing(_ header: ReportHeader, methods: [String]) {
        add()
        addHeading("Methods")
        for method in methods { addWrapped(method, indent: 2, hang: 2) }
        if !header.exclusions.isEmpty {
            add()
            addHeading("Not in these figures")
            for exclusion in header.exclusions {
                addWrapped("\(exclusion.step), \(exclusion.reason): \(exclusion.count)", indent: 2, hang: 2)
            }
        }
        guard !header.remarks.isEmpty else { return }
        add()
        addHeading("Remarks")
        for remark in header.remarks { addWrapped(remark, indent: 2, hang: 2) }
    }
}
