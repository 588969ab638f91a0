/// Members of a method's input made from rows, and how many rows had a blank where a value is needed.
package struct TableMembers: Sendable, Equatable {
    package let members: [String: JSONValue]
    /// Rows selected but left out, because a needed column is blank.
    package let leftOut: Int
    /// What else to print of how the rows were understood, such as which group is the first.
    package let notes: [String]
    /// Where the elements of members that are lists came from.
    let sources: [String: RowSource]

    package init(_ members: [String: JSONValue], leftOut: Int = 0, notes: [String] = []) {
        self.init(members, leftOut: leftOut, notes: notes, sources: [:])
    }

    init(_ members: [String: JSONValue], leftOut: Int = 0, notes: [String] = [], sources: [String: RowSource]) {
        self.members = members
        self.leftOut = leftOut
        self.notes = notes
        self.sources = sources
    }
}
