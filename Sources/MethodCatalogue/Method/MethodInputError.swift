/// What is wrong with the data a method was given, and where.
package struct MethodInputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The place, such as `scores[3]` or `tiers[0].x`, counted from 0 as in JSON; empty for the whole input.
    package let path: String
    /// What is wrong and what is wanted.
    package let problem: String

    package init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    package var description: String { path.isEmpty ? "the input \(problem)" : "\(path) \(problem)" }
}
