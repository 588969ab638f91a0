/// What follow-up looks for: the event, the horizons at which risk is judged, and why somebody may leave without it.
package struct FollowUpDefinition: Sendable, Hashable {
    /// A moment after entry at which the model's risk is compared with what happened.
    package struct Horizon: Sendable, Hashable, Codable {
        /// 1 or more.
        package let days: Int
        /// The model's output that is the risk by then, such as `critical_illness_30d`.
        package let output: String

        package init(days: Int, output: String) {
            self.days = days
            self.output = output
        }
    }

    /// Id of the event, such as `critical-illness`.
    package let event: String
    package let title: String
    /// What counts as the event, whichever comes first.
    package let kinds: [String]
    /// Ascending by days.
    package let horizons: [Horizon]
    /// Reasons for which somebody is watched no longer without the event.
    package let censoring: [String]

    package init(event: String, title: String, kinds: [String], horizons: [Horizon], censoring: [String]) {
        self.event = event
        self.title = title
        self.kinds = kinds
        self.horizons = horizons
        self.censoring = censoring
    }

    /// How somebody's follow-up ended.
    package enum Ending: Sendable, Hashable {
        /// One of ``FollowUpDefinition/kinds``.
        case event(kind: String)
        /// One of ``FollowUpDefinition/censoring``.
        case censored(reason: String)
    }

    /// Why an ending is not taken.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// An ending in the words of the protocol: a kind of event or a reason for censoring.
    ///
    /// - Throws: ``Fault`` that lists the words there are; what was typed is not repeated.
    package func ending(_ word: String) throws(Fault) -> Ending {
        if kinds.contains(word) { return .event(kind: word) }
        if censoring.contains(word) { return .censored(reason: word) }
        let nearest = Spelling.nearest(to: word, among: kinds + censoring).map { "; did you mean \($0)?" } ?? ""
        throw Fault(
            description: "must be an event (\(kinds.joined(separator: ", "))) or why somebody left without one "
                + "(\(censoring.joined(separator: ", ")))\(nearest)"
        )
    }
}
