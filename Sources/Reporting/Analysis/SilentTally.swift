package import Trial

/// Where a model's patients stand on the way from a score to an echocardiogram of routine care.
package enum SilentStanding: String, Sendable, CaseIterable {
    /// An echocardiogram after the recording and within the days; its findings are known.
    case echoed
    /// No echocardiogram is known within the days, and they are over.
    case neverEchoed = "never-echoed"
    /// None so far, and the days are not over.
    case open
    /// The record names a day within the days, and no findings were brought.
    case notLinked = "not-linked"
    /// An echocardiogram before the recording.
    case echoedBefore = "echoed-before"
    /// An echocardiogram on the day of the recording: which came first is not known.
    case echoedThatDay = "echoed-that-day"
    /// Enrolled in a trial before an echocardiogram of routine care.
    case enrolled
    /// No recording that the model scored names a day.
    case undated

    /// Whether the patient belongs to those whom the model was watched in.
    package var isFollowed: Bool {
        switch self {
        case .echoed, .neverEchoed, .open, .notLinked: true
        case .echoedBefore, .echoedThatDay, .enrolled, .undated: false
        }
    }

    /// In words, for a table.
    package var title: String {
        switch self {
        case .echoed: "echoed later, findings linked"
        case .neverEchoed: "not echoed within the days"
        case .open: "not echoed yet, days not over"
        case .notLinked: "echoed later, findings not brought"
        case .echoedBefore: "echoed before the recording"
        case .echoedThatDay: "echoed on the day of the recording"
        case .enrolled: "enrolled before an echo of routine care"
        case .undated: "no day of recording"
        }
    }
}

/// A model beside routine care: all that a report on its silent deployment is made from.
package struct SilentTally: Sendable, Equatable {
    package let model: WatchedModel
    package let counts: [Count]
    package let echoes: [Echo]
    /// An echocardiogram counts up to so many days after the recording.
    package let days: Int
    /// The day on which was judged whose days are over, such as `2026-11-21`.
    package let asOf: String

    /// Patients of one site who stand at one place.
    package struct Count: Sendable, Equatable {
        package let site: String
        package let standing: SilentStanding
        package let patients: Int
        package let flagged: Int

        package init(site: String, standing: SilentStanding, patients: Int, flagged: Int) {
            (self.site, self.standing, self.patients, self.flagged) = (site, standing, patients, flagged)
        }
    }

    /// The score and the labels of one patient who was echoed later; a label that is absent is unknown.
    package struct Echo: Sendable, Equatable {
        package let site: String
        package let score: Double
        package let labels: [Outcome: Bool]

        package init(site: String, score: Double, labels: [Outcome: Bool]) {
            (self.site, self.score, self.labels) = (site, score, labels)
        }
    }

    package init(model: WatchedModel, counts: [Count], echoes: [Echo], days: Int, asOf: String) {
        self.model = model
        self.counts = counts
        self.echoes = echoes
        self.days = days
        self.asOf = asOf
    }
}
