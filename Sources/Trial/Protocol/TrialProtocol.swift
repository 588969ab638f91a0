package import Biostatistics
package import Foundation

/// What a trial has promised to do: read from YAML, immutable once released, an amendment is a new version.
///
/// Only ``parse(yaml:)`` makes one, so every value has been checked against every other.
package struct TrialProtocol: Sendable, Hashable {
    package let id: TrialID
    package let title: String
    package let registryNumber: String?
    package let sponsor: String
    /// 1 or more; every amendment raises it.
    package let version: Int
    package let sites: [Site]
    package let eligibility: Eligibility
    /// The ordered scale, ascending risk.
    package let tiers: [Tier]
    package let indexTest: IndexTest
    /// Models applied to the same recordings beside the enrolling one.
    package let otherModels: [ModelRequirement]
    package let cutPointSets: [CutPointSet]
    /// The one of ``cutPointSets`` that decides who is enrolled.
    package let enrollingCutPointSet: CutPointSet
    package let indexRecording: IndexRecording
    package let sampling: Sampling
    package let blinding: Blinding
    package let windows: Windows
    package let ending: Ending
    package let analysisPlan: AnalysisPlan
    /// The text the protocol was read from, byte for byte.
    package let source: String
    /// SHA-256 of the UTF-8 bytes of ``source``, 64 small hexadecimal digits.
    package let sha256: String

    /// The rule from an echocardiogram to labels; nil where the trial ends in follow-up.
    package var outcomeDefinition: OutcomeDefinition? {
        guard case .echo(let definition, _) = ending else { return nil }
        return definition
    }

    /// What follow-up looks for; nil where the trial ends in an echocardiogram.
    package var followUp: FollowUpDefinition? {
        guard case .followUp(let definition) = ending else { return nil }
        return definition
    }

    package struct Site: Sendable, Hashable {
        package let code: SiteCode
        package let name: String
        /// An IANA zone; calendar days of this site are counted in it.
        package let timeZone: TimeZone
    }

    /// A model and the weights it must run with.
    package struct ModelRequirement: Sendable, Hashable {
        /// Model id, such as `echonext`.
        package let model: String
        /// 64 small hexadecimal digits.
        ///
        /// Nil only for a model in the binary: `trial init` then pins the weights it carries.
        package let weightsSHA256: String?
    }

    /// The model whose tiers decide who is enrolled.
    package struct IndexTest: Sendable, Hashable {
        package let requirement: ModelRequirement
        /// Id of the enrolling cut-point set.
        package let cutPointSet: String
        /// What the model reads where it reads values recorded at admission; empty where it reads an ECG.
        package let inputs: [InputField]

        package var entry: Entry { inputs.isEmpty ? .ecg : .admission }

        package var model: String { requirement.model }
        package var weightsSHA256: String? { requirement.weightsSHA256 }
    }

    /// What a patient enters by; raw values as in the database.
    package enum Entry: String, Sendable, Codable, CaseIterable {
        /// A recording is an ECG.
        case ecg
        /// A recording is a dated set of inputs of an admission.
        case admission
    }

    /// What every trial ends in, one of two.
    package enum Ending: Sendable, Hashable {
        case echo(OutcomeDefinition, ReadingPlan)
        case followUp(FollowUpDefinition)

        /// As in the database and in error messages.
        package var name: String {
            switch self {
            case .echo: "echo"
            case .followUp: "follow-up"
            }
        }
    }

    /// Which of a patient's recordings counts; the others are kept and never counted twice.
    package struct IndexRecording: Sendable, Hashable {
        package enum Rule: String, Sendable, Codable, CaseIterable {
            case latest
            case first
        }

        package let rule: Rule
        /// A recording counts only if acquired at most this many days before the frame closes.
        package let withinDays: Int
    }

    package struct Sampling: Sendable, Hashable {
        package enum Rule: String, Sendable, Codable, CaseIterable {
            /// So many of each tier, in a seeded random order.
            case quota
            /// Every eligible patient of a recruited tier.
            case everyone
        }

        package let rule: Rule
        /// Participants to enrol by recruited tier; empty where everyone is.
        package let quotas: [TierID: Int]
        /// Share of a tier's eligible patients that the plan meant to study; printed, never a weight.
        package let plannedFractions: [TierID: Double]
        /// Patients drawn for each place, 1–20: above 1 the list allows for those who decline.
        package let drawnPerPlace: Double

        /// Patients to draw by tier: quota times ``drawnPerPlace``, rounded up.
        package var places: [TierID: Int] {
            quotas.mapValues { Int((Double($0) * drawnPerPlace).rounded(.up)) }
        }
    }

    package struct Blinding: Sendable, Hashable {
        /// Roles that may see score and tier, each allowed by ``Role/mayBeUnblinded``.
        package let unblindedRoles: Set<Role>

        package func maySeeScoreAndTier(_ role: Role) -> Bool { unblindedRoles.contains(role) }
    }

    package enum ReadingPlan: String, Sendable, Codable, CaseIterable {
        /// One reader an echocardiogram.
        case single
    }

    package struct AnalysisPlan: Sendable, Hashable {
        /// Two-sided confidence level, 0.5 to 0.999.
        package let level: Double
        /// Primary interval of a proportion: Wilson or Clopper–Pearson.
        package let interval: IntervalMethod
        /// Nil where the trial ends in follow-up, whose event is the outcome.
        package let primaryOutcome: Outcome?
        /// Cells with fewer participants are suppressed for site-level readers; 1 or more.
        package let minimumCell: Int
    }
}
