package import CSV

/// Where the tables of a folder of cases come from, and how a case's words about them become an input.
package struct DataSetSource: Sendable {
    private let table: @Sendable (String) throws -> CSVTable

    package init(_ table: @escaping @Sendable (String) throws -> CSVTable) { self.table = table }

    /// What a case of a data set derives itself, completed by columns of the table that its words name.
    func input(of method: Method, for source: JSONValue) throws -> JSONValue {
        guard let dataset = source["dataset"]?.text, case .object(var members)? = source["derived"] else {
            throw MethodInputError(path: "dataset", problem: "must name a table, with what is derived beside it")
        }
        let isWhole = method.fields.allSatisfy { $0.isOptional || members[$0.name] != nil }
        guard !isWhole, let rows = method.table else { return .object(members) }
        let derivation = Derivation(of: method.name, from: source["derivation"]?.text ?? "")
        let selection = try TableSelection(
            table(dataset),
            columns: derivation.columns,
            where: derivation.conditions,
            given: Set(members.keys)
        )
        for (name, value) in try rows.members(selection).members where members[name] == nil { members[name] = value }
        return .object(members)
    }
}
