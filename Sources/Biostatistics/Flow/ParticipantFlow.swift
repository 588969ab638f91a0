/// Where participants left a diagnostic study and how many went on, by tier: the figures of the STARD 2015 diagram.
///
/// What leaves a node and what goes on add up to the node in every tier, and the tiers to the total; no flow exists in
/// which they do not. Source: Bossuyt et al., BMJ 351 (2015) h5527.
public struct ParticipantFlow: Sendable, Equatable {
    /// A box of the diagram.
    public enum Node: String, Sendable, CaseIterable {
        case assessed, excluded, eligible
        case notEnrolled = "not_enrolled"
        case enrolled
        case echoNotDone = "echo_not_done"
        case echoDone = "echo_done"
        case echoIndeterminate = "echo_indeterminate"
        /// The outcome is known, but the index test gave no tier.
        case withoutTier = "without_tier"
        case analysed, diseased
        case notDiseased = "not_diseased"

        /// What the node is the sum of; empty for those who leave, and at the end.
        public var parts: [Node] {
            switch self {
            case .assessed: [.excluded, .eligible]
            case .eligible: [.notEnrolled, .enrolled]
            case .enrolled: [.echoNotDone, .echoDone]
            case .echoDone: [.echoIndeterminate, .withoutTier, .analysed]
            case .analysed: [.diseased, .notDiseased]
            default: []
            }
        }

        /// Whether reasons say why participants leave here.
        public var hasReasons: Bool { Self.withReasons.contains(self) }

        /// The nodes whose reasons are counted.
        public static let withReasons: [Node] = [.excluded, .notEnrolled, .echoNotDone, .echoIndeterminate]
    }

    /// Why participants left at a node, and how many of each column.
    public struct Reason: Sendable, Equatable {
        /// As it was declared or written.
        public let text: String
        /// One for each column.
        public let counts: [Int]

        /// A reason with its count for each column.
        public init(_ text: String, counts: [Int]) { (self.text, self.counts) = (text, counts) }

        /// All columns together.
        public var total: Int { counts.reduce(0, +) }
    }

    /// The column of participants whose index test could not be read.
    public static let indexIndeterminate = "index test indeterminate"
    /// The column of participants who had no index test.
    public static let noIndexTest = "no index test"
    /// What stands where nobody said why.
    public static let noReason = "no reason stated"

    /// The tiers in their order, then those without one.
    public let columns: [String]
    private let nodes: [Node: [Int]]
    private let leaving: [Node: [Reason]]

    /// Counts that were made elsewhere; a node that is not named has none.
    ///
    /// Every list has a count of at least 0 for each column.
    ///
    /// - Throws: ``FlowError/doesNotAddUp(node:tier:stated:parts:)`` at the first node, from the top, that is not the
    ///   sum of its parts or of its reasons.
    public init(columns: [String], nodes: [Node: [Int]], reasons: [Node: [Reason]]) throws(FlowError) {
        let lists = Array(nodes.values) + reasons.values.joined().map(\.counts)
        precondition(lists.allSatisfy { $0.count == columns.count && $0.allSatisfy { $0 >= 0 } }, "a count a column")
        self.columns = columns
        self.nodes = nodes
        leaving = reasons
        for node in Node.allCases {
            if !node.parts.isEmpty { try check(node, against: node.parts.map(counts(at:))) }
            if node.hasReasons { try check(node, against: self.reasons(at: node).map(\.counts)) }
        }
    }

    /// How many of each column were at a node.
    public func counts(at node: Node) -> [Int] { nodes[node] ?? Array(repeating: 0, count: columns.count) }

    /// How many were at a node, all columns together.
    public func total(at node: Node) -> Int { counts(at: node).reduce(0, +) }

    /// Why participants left at a node: the declared reasons first, also those that nobody had.
    public func reasons(at node: Node) -> [Reason] { leaving[node] ?? [] }

    private func check(_ node: Node, against parts: [[Int]]) throws(FlowError) {
        for (column, stated) in counts(at: node).enumerated() {
            let sum = parts.reduce(0) { $0 + $1[column] }
            guard sum == stated else {
                throw .doesNotAddUp(node: node.rawValue, tier: columns[column], stated: stated, parts: sum)
            }
        }
    }
}
