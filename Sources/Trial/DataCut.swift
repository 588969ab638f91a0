/// A frozen analysis data set: the only thing a report is made from.
///
/// It knows neither clock nor database; where its rows came from is a sentence in `source`.
package struct DataCut: Sendable, Equatable {
    /// Where the rows came from, for print: a file's name and SHA-256, or a cut's name, snapshot time and SHA-256.
    package var source: String
    /// Model ids in the order of the reports; the first is not necessarily the enrolling one.
    package var models: [String]
    /// The model whose tiers decided who was enrolled.
    package var enrollingModel: String
    /// Ascending scale of each model's tiers.
    package var tiers: [String: [Tier]]
    /// Cut points of each model where the tiers are derived, not reported.
    package var cutPointSets: [String: CutPointSet]
    /// The outcomes the rows carry, in the order of the reports.
    package var outcomes: [Outcome]
    /// What follow-up looked for; nil where the trial ends in an echocardiogram, or the file gives no follow-up.
    package var followUp: FollowUpDefinition?
    /// What the index test read at admission, in the order of the protocol; empty where it reads an ECG.
    package var inputs: [String]
    /// Whether every eligible patient had a place: then figures over all tiers describe the patients, not a sample of
    /// them that was drawn by tier.
    package var everyoneHadAPlace: Bool
    /// Eligible patients in the closed frame by tier of the enrolling model; nil where the file gives no frame.
    package var frame: [TierID: Int]?
    package var rows: [Row]
    /// Patients and recordings that did not become rows, by step and reason, each with its count.
    package var exclusions: [Exclusion]
    /// What the reader of the data must know: columns not used, guesses, derived figures.
    package var remarks: [String]

    package init(
        source: String,
        models: [String],
        enrollingModel: String,
        tiers: [String: [Tier]],
        cutPointSets: [String: CutPointSet] = [:],
        outcomes: [Outcome],
        followUp: FollowUpDefinition? = nil,
        inputs: [String] = [],
        everyoneHadAPlace: Bool = false,
        frame: [TierID: Int]? = nil,
        rows: [Row],
        exclusions: [Exclusion] = [],
        remarks: [String] = []
    ) {
        self.source = source
        self.models = models
        self.enrollingModel = enrollingModel
        self.tiers = tiers
        self.cutPointSets = cutPointSets
        self.outcomes = outcomes
        self.followUp = followUp
        self.inputs = inputs
        self.everyoneHadAPlace = everyoneHadAPlace
        self.frame = frame
        self.rows = rows
        self.exclusions = exclusions
        self.remarks = remarks
    }

    /// One enrolled participant.
    package struct Row: Sendable, Equatable {
        /// Subject number; pseudonymous.
        package var subject: String
        package var site: String?
        /// Years at the index recording.
        package var age: Double?
        package var sex: String?
        /// By model id; a model that did not assess this participant is absent.
        package var assessments: [String: Assessment]
        /// Whether an echocardiogram was recorded; nil where the file does not say (then a known outcome implies it).
        package var echoed: Bool?
        /// Absent: unknown.
        package var outcomes: [Outcome: Bool]
        /// How follow-up ended; nil: not known, or the trial has none.
        package var followUp: FollowUp?
        /// The index inputs by name; a value that is absent is missing.
        package var inputs: [String: Double]
        /// What the enrolling model said at each set of inputs during the stay, in the order of time.
        package var course: [Course]

        package init(
            subject: String,
            site: String? = nil,
            age: Double? = nil,
            sex: String? = nil,
            assessments: [String: Assessment],
            echoed: Bool? = nil,
            outcomes: [Outcome: Bool],
            followUp: FollowUp? = nil,
            inputs: [String: Double] = [:],
            course: [Course] = []
        ) {
            self.subject = subject
            self.site = site
            self.age = age
            self.sex = sex
            self.assessments = assessments
            self.echoed = echoed
            self.outcomes = outcomes
            self.followUp = followUp
            self.inputs = inputs
            self.course = course
        }
    }

    /// When and how somebody's follow-up ended.
    package struct FollowUp: Sendable, Equatable {
        /// Whole days from admission, 0 or more.
        package var days: Int
        package var ending: FollowUpDefinition.Ending

        package var isEvent: Bool {
            if case .event = ending { true } else { false }
        }

        package init(days: Int, ending: FollowUpDefinition.Ending) {
            self.days = days
            self.ending = ending
        }
    }

    /// One assessment during a stay.
    package struct Course: Sendable, Equatable {
        /// Days from the index recording, 0 at it.
        package var days: Double
        package var score: Double
        package var tier: DerivedTier

        package init(days: Double, score: Double, tier: DerivedTier) {
            self.days = days
            self.score = score
            self.tier = tier
        }
    }

    package struct Assessment: Sendable, Equatable {
        package var score: Double?
        package var tier: TierAssignment?
        /// Risk at each horizon of follow-up, by the name of the model's output; empty without follow-up.
        package var risks: [String: Double]

        package init(score: Double? = nil, tier: TierAssignment? = nil, risks: [String: Double] = [:]) {
            self.score = score
            self.tier = tier
            self.risks = risks
        }
    }

    package struct Exclusion: Sendable, Equatable, Codable {
        /// Step of the path, such as `quality-gate`, `eligibility`, `consent`.
        package var step: String
        /// Reason code.
        package var reason: String
        package var count: Int

        package init(step: String, reason: String, count: Int) {
            self.step = step
            self.reason = reason
            self.count = count
        }
    }
}
