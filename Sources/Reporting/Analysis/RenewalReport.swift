package import Biostatistics

/// A model before and after its renewal, output by output.
package struct RenewalReport: Sendable {
    /// One output that was renewed.
    package struct Row: Sendable, Equatable {
        /// The output's label.
        package let label: String
        /// In words.
        package let title: String
        package let recordings: Int
        package let events: Int
        /// What was fitted, such as `intercept 0.10, slope 0.92`.
        package let change: String
        package let before: Side
        package let after: Side

        package init(
            label: String,
            title: String,
            recordings: Int,
            events: Int,
            change: String,
            before: Side,
            after: Side
        ) {
            self.label = label
            self.title = title
            self.recordings = recordings
            self.events = events
            self.change = change
            self.before = before
            self.after = after
        }
    }

    /// Calibration of one version.
    package struct Side: Sendable, Equatable {
        package let figures: CalibrationFigures
        /// The reliability curve, lowest predictions first.
        package let groups: [ReliabilityGroup]

        package init(figures: CalibrationFigures, groups: [ReliabilityGroup]) {
            self.figures = figures
            self.groups = groups
        }
    }

    /// The old and the new version's id.
    package let parent: String
    package let model: String
    /// How, on whom, by which seed.
    package let facts: [String]
    package let rows: [Row]
    /// Labels of the outputs that stayed, with the reason.
    package let unchanged: [(label: String, reason: String)]
    /// What the reader must know.
    package let remarks: [String]

    package init(
        parent: String,
        model: String,
        facts: [String],
        rows: [Row],
        unchanged: [(label: String, reason: String)],
        remarks: [String]
    ) {
        self.parent = parent
        self.model = model
        self.facts = facts
        self.rows = rows
        self.unchanged = unchanged
        self.remarks = remarks
    }
}
