/// Everything that is wrong with a protocol's text, by line, then column; never empty.
package struct ProtocolErrors: Error, Sendable, Hashable, CustomStringConvertible {
    package struct Fault: Sendable, Hashable, CustomStringConvertible {
        /// 1-based.
        package let line: Int
        /// 1-based, in Unicode scalars.
        package let column: Int
        /// Where in the document, such as `sampling.tiers.low.quota`; empty for the document itself.
        package let path: String
        /// What is wrong and what to write instead.
        package let message: String

        package var description: String {
            "line \(line), column \(column): " + (path.isEmpty ? "" : path + ": ") + message
        }
    }

    package let faults: [Fault]

    init(_ faults: [Fault]) {
        self.faults = faults.sorted {
            ($0.line, $0.column, $0.path, $0.message) < ($1.line, $1.column, $1.path, $1.message)
        }
    }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
