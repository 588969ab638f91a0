/// What a list says of one participant, or of one visit of one; nil where it says nothing.
public struct FlowEntry: Sendable, Equatable {
    /// A participant with several entries, one a visit, is counted once; nil: the entry is a participant of its own.
    public var id: String?
    /// The tier in which the index test put the participant.
    public var tier: String?
    /// Why the index test gave no tier.
    public var indexIndeterminate: String?
    /// Why the participant was not eligible.
    public var excluded: String?
    /// Why an eligible participant did not take part.
    public var notEnrolled: String?
    /// Whether the echocardiogram was done; nil: it was where it is said what came of it.
    public var echo: Bool?
    /// Why there was none.
    public var noEcho: String?
    /// Why the echocardiogram could not be read.
    public var echoIndeterminate: String?
    /// Whether the disease was found.
    public var outcome: Bool?

    /// An entry that says nothing yet: an enrolled participant without index test and without echocardiogram.
    public init() {}

    /// The fields under the names that tables and errors use.
    public enum Field: String, Sendable, CaseIterable {
        case id, tier
        case indexIndeterminate = "index_indeterminate"
        case excluded
        case notEnrolled = "not_enrolled"
        case echo
        case noEcho = "no_echo"
        case echoIndeterminate = "echo_indeterminate"
        case outcome
    }
}

extension FlowEntry {
    /// The first thing that cannot be true beside the rest, with the field that says it.
    var contradiction: (field: Field, problem: String)? {
        let hadEcho = echo == true || echoIndeterminate != nil || outcome != nil
        if tier != nil, indexIndeterminate != nil {
            return (.indexIndeterminate, "says why there is no tier, and tier names one")
        }
        if excluded != nil, notEnrolled != nil {
            return (.notEnrolled, "is said of somebody who was excluded: state one of the two")
        }
        if hadEcho, excluded != nil { return (.excluded, "is said of somebody who had an echocardiogram") }
        if hadEcho, notEnrolled != nil { return (.notEnrolled, "is said of somebody who had an echocardiogram") }
        if hadEcho, noEcho != nil { return (.noEcho, "says why there was no echocardiogram, and there was one") }
        if echo == false, outcome != nil { return (.outcome, "is known of somebody without an echocardiogram") }
        if echo == false, echoIndeterminate != nil {
            return (.echoIndeterminate, "is said of somebody without an echocardiogram")
        }
        if outcome != nil, echoIndeterminate != nil {
            return (.echoIndeterminate, "says why there is no outcome, and there is one")
        }
        return nil
    }

    /// What two visits of one participant say together, or the field of the later that contradicts the earlier.
    ///
    /// A skipped visit does not undo an echocardiogram that was done at another, nor one that could not be read an
    /// outcome, nor an index test that could not be read a tier.
    func joined(with later: FlowEntry) -> Result<FlowEntry, FlowContradiction> {
        let texts: [(Field, WritableKeyPath<FlowEntry, String?>)] = [
            (.tier, \.tier), (.excluded, \.excluded), (.notEnrolled, \.notEnrolled),
        ]
        var all = self
        for (field, text) in texts {
            if let one = self[keyPath: text], let other = later[keyPath: text], one != other {
                return .failure(FlowContradiction(field, "is \(other) here and \(one) in an entry before: state one"))
            }
            all[keyPath: text] = self[keyPath: text] ?? later[keyPath: text]
        }
        if let one = outcome, let other = later.outcome, one != other {
            return .failure(FlowContradiction(.outcome, "differs from the outcome in an entry before: state one"))
        }
        all.outcome = outcome ?? later.outcome
        all.indexIndeterminate = all.tier == nil ? later.indexIndeterminate ?? indexIndeterminate : nil
        all.echoIndeterminate = all.outcome == nil ? later.echoIndeterminate ?? echoIndeterminate : nil
        let hadEcho = echo == true || later.echo == true || all.outcome != nil || all.echoIndeterminate != nil
        all.echo = hadEcho ? true : later.echo ?? echo
        all.noEcho = hadEcho ? nil : later.noEcho ?? noEcho
        return .success(all)
    }
}

/// Why two entries of one participant cannot both be true.
struct FlowContradiction: Error {
    let field: FlowEntry.Field
    let problem: String

    init(_ field: FlowEntry.Field, _ problem: String) { (self.field, self.problem) = (field, problem) }
}
