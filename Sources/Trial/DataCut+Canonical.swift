package import Foundation

/// The bytes of a data cut: the same cut gives the same bytes for ever, so its SHA-256 names it.
extension DataCut {
    /// JSON with sorted keys and round-trip numbers; rows in the order of subject numbers.
    package func canonicalJSON() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(Document(self))
    }

    /// Reads what ``canonicalJSON()`` wrote; derived tiers are derived again from score and cut points.
    ///
    /// - Throws: `DecodingError`, or ``DataCutError`` where a stored tier is not what its score and cut points give.
    package init(canonicalJSON bytes: Data, source: String) throws {
        let document = try JSONDecoder().decode(Document.self, from: bytes)
        try self.init(document, source: source)
    }
}

/// A stored data cut that contradicts itself.
package enum DataCutError: Error, Equatable, CustomStringConvertible {
    case unknownFormat(Int)
    case tierDisagrees(subject: String, model: String)
    /// A stored ending is no word of the cut's own definition of follow-up.
    case unknownEnding(subject: String)

    package var description: String {
        switch self {
        case .unknownFormat(let format): "the data cut has format \(format); this program reads formats 1 and 2"
        case .tierDisagrees(let subject, let model):
            "subject \(subject): the stored tier of \(model) is not what its score and cut points give"
        case .unknownEnding(let subject):
            "subject \(subject): the stored ending of follow-up is not one of the protocol's"
        }
    }
}

extension DataCut {
    /// The stored shape.
    ///
    /// Format 2 is format 1 with follow-up; what format 1 does not have is left out of it, so its bytes stay as they were.
    /// `source` is left out: it is said of a cut, it is not data.
    fileprivate struct Document: Codable {
        var format = 1
        var models: [String]
        var enrollingModel: String
        var tiers: [String: [Tier]]
        var cutPointSets: [String: Cuts]
        var outcomes: [Outcome]
        var followUp: FollowUpTerms?
        var inputs: [String]?
        var everyoneHadAPlace: Bool?
        var frame: [String: Int]?
        var rows: [Participant]
        var exclusions: [Exclusion]
        var remarks: [String]

        struct Cuts: Codable {
            var id: String
            var status: CutPointSet.Status
            var output: String
            var cutPoints: [Double]
            /// Left out where a score equal to a cut point belongs to the tier above.
            var boundary: CutPointSet.Boundary?
        }

        struct FollowUpTerms: Codable {
            var event: String
            var title: String
            var kinds: [String]
            var horizons: [FollowUpDefinition.Horizon]
            var censoring: [String]
        }

        struct Participant: Codable {
            var subject: String
            var site: String?
            var age: Double?
            var sex: String?
            var scores: [String: Double]
            var tiers: [String: String]
            var derived: [String]
            var echoed: Bool?
            var outcomes: [String: Bool]
            var followUp: FollowUp?
            var inputs: [String: Double]?
            /// By model, then by output.
            var risks: [String: [String: Double]]?
            var course: [Course]?
        }

        struct FollowUp: Codable {
            var days: Int
            var ending: String
        }

        struct Course: Codable {
            var days: Double
            var score: Double
            var tier: String
        }
    }
}

extension DataCut.Document {
    fileprivate init(_ cut: DataCut) {
        models = cut.models
        enrollingModel = cut.enrollingModel
        tiers = cut.tiers
        cutPointSets = cut.cutPointSets.mapValues {
            Cuts(
                id: $0.id,
                status: $0.status,
                output: $0.output,
                cutPoints: $0.cutPoints,
                boundary: $0.boundary == .above ? nil : $0.boundary
            )
        }
        outcomes = cut.outcomes
        followUp = cut.followUp.map(FollowUpTerms.init)
        inputs = cut.inputs.isEmpty ? nil : cut.inputs
        everyoneHadAPlace = cut.everyoneHadAPlace ? true : nil
        format = cut.followUp == nil ? 1 : 2
        frame = cut.frame.map { counts in
            Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
        }
        rows = cut.rows.sorted { $0.subject < $1.subject }.map(Participant.init)
        exclusions = cut.exclusions.sorted { ($0.step, $0.reason) < ($1.step, $1.reason) }
        remarks = cut.remarks
    }
}

extension DataCut.Document.FollowUpTerms {
    fileprivate init(_ terms: FollowUpDefinition) {
        event = terms.event
        title = terms.title
        kinds = terms.kinds
        horizons = terms.horizons
        censoring = terms.censoring
    }

    fileprivate var definition: FollowUpDefinition {
        FollowUpDefinition(event: event, title: title, kinds: kinds, horizons: horizons, censoring: censoring)
    }
}

extension DataCut.Document.FollowUp {
    fileprivate init(_ followUp: DataCut.FollowUp) {
        days = followUp.days
        ending =
            switch followUp.ending {
            case .event(let kind): kind
            case .censored(let reason): reason
            }
    }
}

extension DataCut.Document.Participant {
    fileprivate init(_ row: DataCut.Row) {
        subject = row.subject
        site = row.site
        age = row.age
        sex = row.sex
        scores = row.assessments.compactMapValues(\.score)
        tiers = row.assessments.compactMapValues { $0.tier?.id.rawValue }
        derived = row.assessments.filter {
            if case .derived = $0.value.tier { true } else { false }
        }.keys.sorted()
        echoed = row.echoed
        outcomes = Dictionary(uniqueKeysWithValues: row.outcomes.map { ($0.key.rawValue, $0.value) })
        followUp = row.followUp.map(DataCut.Document.FollowUp.init)
        inputs = row.inputs.isEmpty ? nil : row.inputs
        let risks = row.assessments.mapValues(\.risks).filter { !$0.value.isEmpty }
        self.risks = risks.isEmpty ? nil : risks
        course =
            row.course.isEmpty
            ? nil : row.course.map { .init(days: $0.days, score: $0.score, tier: $0.tier.id.rawValue) }
    }

    fileprivate func row(
        cutPointSets: [String: CutPointSet],
        enrollingModel: String,
        followUp terms: FollowUpDefinition?
    ) throws -> DataCut.Row {
        var assessments: [String: DataCut.Assessment] = [:]
        for model in Set(scores.keys).union(tiers.keys) {
            let tier = try tiers[model].map { try assignment($0, model: model, cutPointSets: cutPointSets) }
            assessments[model] = DataCut.Assessment(score: scores[model], tier: tier, risks: risks?[model] ?? [:])
        }
        let ended = try followUp.map { stored in
            guard let ending = try? terms?.ending(stored.ending) else {
                throw DataCutError.unknownEnding(subject: subject)
            }
            return DataCut.FollowUp(days: stored.days, ending: ending)
        }
        let course = try (self.course ?? []).map { stored in
            guard let tier = cutPointSets[enrollingModel]?.tier(for: stored.score), tier.id.rawValue == stored.tier
            else { throw DataCutError.tierDisagrees(subject: subject, model: enrollingModel) }
            return DataCut.Course(days: stored.days, score: stored.score, tier: tier)
        }
        let labels = outcomes.compactMap { name, positive in Outcome(rawValue: name).map { ($0, positive) } }
        return DataCut.Row(
            subject: subject,
            site: site,
            age: age,
            sex: sex,
            assessments: assessments,
            echoed: echoed,
            outcomes: Dictionary(uniqueKeysWithValues: labels),
            followUp: ended,
            inputs: inputs ?? [:],
            course: course
        )
    }

    private func assignment(
        _ id: String,
        model: String,
        cutPointSets: [String: CutPointSet]
    ) throws -> TierAssignment {
        guard derived.contains(model) else { return .reported(ReportedTier(id: TierID(declared: id))) }
        guard let score = scores[model], let tier = cutPointSets[model]?.tier(for: score), tier.id.rawValue == id else {
            throw DataCutError.tierDisagrees(subject: subject, model: model)
        }
        return .derived(tier)
    }
}

extension DataCut {
    private init(_ document: Document, source: String) throws {
        guard [1, 2].contains(document.format) else { throw DataCutError.unknownFormat(document.format) }
        var sets: [String: CutPointSet] = [:]
        for (model, cuts) in document.cutPointSets {
            sets[model] = CutPointSet(
                id: cuts.id,
                status: cuts.status,
                model: model,
                output: cuts.output,
                tiers: document.tiers[model] ?? Tier.usual,
                cutPoints: cuts.cutPoints,
                boundary: cuts.boundary ?? .above
            )
        }
        let followUp = document.followUp?.definition
        self.init(
            source: source,
            models: document.models,
            enrollingModel: document.enrollingModel,
            tiers: document.tiers,
            cutPointSets: sets,
            outcomes: document.outcomes,
            followUp: followUp,
            inputs: document.inputs ?? [],
            everyoneHadAPlace: document.everyoneHadAPlace ?? false,
            frame: document.frame.map { counts in
                Dictionary(uniqueKeysWithValues: counts.map { (TierID(declared: $0.key), $0.value) })
            },
            rows: try document.rows.map {
                try $0.row(cutPointSets: sets, enrollingModel: document.enrollingModel, followUp: followUp)
            },
            exclusions: document.exclusions,
            remarks: document.remarks
        )
    }
}
