/// The protocol's rule from an echocardiogram to labels; the only place a label comes from.
package struct OutcomeDefinition: Sendable, Hashable {
    package enum MissingFieldRule: String, Sendable, Codable, CaseIterable {
        /// A field that was not measured counts as normal, as in the published work.
        case absentIsNegative = "absent-is-negative"
        /// One positive part decides a composite; otherwise every part must be known.
        case incompleteIsUnknown = "incomplete-is-unknown"
    }

    /// What makes a component positive; a value equal to the threshold is positive.
    package enum Threshold: Sendable, Hashable {
        case atMost(Double)
        case atLeast(Double)
        case grade(EchoStudy.Grade)
        case effusion(EchoStudy.EffusionSize)
    }

    package let missingFieldRule: MissingFieldRule
    /// By component; never a composite.
    package let thresholds: [Outcome: Threshold]
    /// The components that make up `shd` and `vhd`.
    package let composites: [Outcome: [Outcome]]

    package init(
        missingFieldRule: MissingFieldRule,
        thresholds: [Outcome: Threshold] = published,
        composites: [Outcome: [Outcome]] = [.shd: Outcome.components, .vhd: Outcome.leftSidedValve]
    ) {
        self.missingFieldRule = missingFieldRule
        self.thresholds = thresholds
        self.composites = composites
    }

    /// The thresholds that the names of the components state (doi 10.1038/s41586-025-09227-0).
    package static let published: [Outcome: Threshold] = [
        .lvef: .atMost(45), .wallThickness: .atLeast(13),
        .aorticStenosis: .grade(.moderate), .aorticRegurgitation: .grade(.moderate),
        .mitralRegurgitation: .grade(.moderate), .tricuspidRegurgitation: .grade(.moderate),
        .pulmonaryRegurgitation: .grade(.moderate), .rvSystolicDysfunction: .grade(.moderate),
        .pericardialEffusion: .effusion(.moderate), .pasp: .atLeast(45), .trVelocity: .atLeast(3.2),
    ]
}
