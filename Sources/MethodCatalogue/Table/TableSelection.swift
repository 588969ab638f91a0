package import CSV

/// Rows of a table and the columns that play the roles of a method.
package struct TableSelection: Sendable {
    let table: CSVTable
    let records: [CSVTable.Record]
    let expressions: [String: [ColumnExpression]]
    let given: Set<String>
    /// How many values of a column had blanks at an end, which are no part of a value.
    private let trimmed: [String: Int]
    /// Columns of the conditions.
    private let used: Set<String>

    /// Takes the rows where every condition such as `verified=1` or `tier in high|mid` holds.
    ///
    /// A role without an expression is played by the column of its own name; a role that is given beside the table by
    /// none.
    /// - Throws: ``MethodInputError`` where the table has no rows or a condition names no column.
    package init(
        _ table: CSVTable,
        columns: [String: [ColumnExpression]] = [:],
        where conditions: [ColumnExpression] = [],
        given: Set<String> = []
    ) throws {
        expressions = columns
        self.given = given
        (self.table, trimmed) = table.trimmed()
        let rows = self.table
        guard !rows.records.isEmpty else {
            throw MethodInputError(path: "", problem: "has no rows: under the line of names stands a row a patient")
        }
        used = Set(conditions.map(\.column))
        let tests = try conditions.map { condition in (condition, try Self.index(of: condition.column, in: rows)) }
        records = try rows.records.filter { record in
            try tests.allSatisfy { condition, index in
                try Self.number(condition, record.fields[index], line: record.line) == 1
            }
        }
    }

    /// What was changed in the columns that play roles or choose rows.
    func notes(roles: [String]) -> [String] {
        let columns = used.union(roles.flatMap { (expressions[$0] ?? [ColumnExpression(column: $0)]).map(\.column) })
        return columns.sorted().compactMap { column in
            trimmed[column].map { "column \(column): blanks at the end of \($0) value\($0 == 1 ? "" : "s") not read" }
        }
    }

    /// How many rows were selected.
    package var count: Int { records.count }

    /// Whether a column was named for the role.
    ///
    /// A column that only happens to bear the name of an optional role must not change what is computed.
    package func has(_ role: String) -> Bool { !given.contains(role) && expressions[role] != nil }

    /// Refuses a name in `tier=high` or `tier in high|mid` that no row of the table has: a mistyped one would count
    /// everybody as the others.
    package func checkNames(of conditions: [ColumnExpression]) throws {
        for expression in conditions + expressions.keys.sorted().flatMap({ expressions[$0] ?? [] }) {
            guard case .isOneOf(let names) = expression.form else { continue }
            let index = try Self.index(of: expression.column, in: table)
            let there = Set(table.records.map { $0.fields[index] })
            guard let unknown = names.first(where: { !there.contains($0) }) else { continue }
            let known = there.sorted().prefix(12).map { $0.isEmpty ? "blank" : $0 }.joined(separator: ", ")
            throw MethodInputError(path: "column \(expression.column)", problem: "has no \(unknown); it has \(known)")
        }
    }

    /// The names that a role takes, in their order: that of `tier as low|mid|high`, with names that no row has; else
    /// ascending where all are whole numbers, and as the rows first have them where not.
    package func order(of role: String) throws -> [String] {
        if let declared = declaredOrder(of: role) { return declared }
        var seen = Set<String>()
        let distinct = try texts(role).compactMap(\.self).filter { seen.insert($0).inserted }
        let numbers = distinct.compactMap { name in Int(name).flatMap { String($0) == name ? $0 : nil } }
        return numbers.count == distinct.count ? numbers.sorted().map(String.init) : distinct
    }

    /// The order that the role's expression declares; nil where it declares none.
    package func declaredOrder(of role: String) -> [String]? {
        guard case .codedAs(let names) = expression(role).form else { return nil }
        return names
    }
}
