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

        package init(
            subject: String,
            site: String? = nil,
            age: Double? = nil,
            sex: String? = nil,
            assessments: [String: Assessment],
            echoed: Bool? = nil,
            outcomes: [Outcome: Bool]
        ) {
            self.subject = subject
            self.site = site
            self.age = age
            self.sex = sex
            self.assessments = assessments
            self.echoed = echoed
            self.outcomes = outcomes
        }
    }

    package struct Assessment: Sendable, Equatable {
        package var score: Double?
        package var tier: TierAssignment?

        package init(score: Double? = nil, tier: TierAssignment? = nil) {
            self.score = score
            self.tier = tier
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
