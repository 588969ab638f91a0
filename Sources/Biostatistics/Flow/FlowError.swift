/// Why a flow of participants cannot be true.
public enum FlowError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The parts of a node do not make the node.
    case doesNotAddUp(node: String, tier: String, stated: Int, parts: Int)
    /// An entry, counted from 0, says what cannot be true beside the rest.
    case contradiction(entry: Int, field: FlowEntry.Field, problem: String)

    /// What is wrong, with the place.
    public var description: String {
        switch self {
        case .doesNotAddUp(let node, let tier, let stated, let parts):
            "\(node) of \(tier) is \(stated), but its parts add up to \(parts)"
        case .contradiction(let entry, let field, let problem): "\(field.rawValue)[\(entry)] \(problem)"
        }
    }
}
