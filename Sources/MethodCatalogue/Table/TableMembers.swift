/// Members of a method's input made from rows, and how many rows had a blank where a value is needed.
package struct TableMembers: Sendable, Equatable {
    package let members: [String: JSONValue]
    /// Rows selected but left out, because a needed column is blank.
    package let leftOut: Int

    package init(_ members: [String: JSONValue], leftOut: Int = 0) {
        self.members = members
        self.leftOut = leftOut
    }
}
