package import CSV

/// Rows of a table and the columns that play the roles of a method.
package struct TableSelection: Sendable {
    private let table: CSVTable
    private let records: [CSVTable.Record]
    private let expressions: [String: [ColumnExpression]]
    private let given: Set<String>

    /// Takes the rows where every condition such as `verified=1` or `tier in high|mid` holds.
    ///
    /// A role without an expression is played by the column of its own name; a role that is given beside the table by
    /// none.
    package init(
        _ table: CSVTable,
        columns: [String: [ColumnExpression]] = [:],
        where conditions: [ColumnExpression] = [],
        given: Set<String> = []
    ) throws {
        self.table = table
        expressions = columns
        self.given = given
        let tests = try conditions.map { condition in (condition, try Self.index(of: condition.column, in: table)) }
        records = try table.records.filter { record in
            try tests.allSatisfy { condition, index in
                try Self.number(condition, record.fields[index], line: record.line) == 1
            }
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

    /// The role's text in every row; nil where it is blank.
    package func texts(_ role: String) throws -> [String?] {
        let expression = expression(role)
        let index = try Self.index(of: expression.column, in: table)
        if case .codedAs = expression.form {
            // Numbered only to see that every name is one of the list.
            return zip(records, try numbers(role)).map { record, place in place.map { _ in record.fields[index] } }
        }
        guard expression.form == .plain else {
            return try numbers(role).map { $0.map { Int(exactly: $0).map(String.init) ?? "\($0)" } }
        }
        return records.map { $0.fields[index].isEmpty ? nil : $0.fields[index] }
    }

    /// The role's number in every row; nil where it is blank.
    package func numbers(_ role: String) throws -> [Double?] { try numbers(expression(role)) }

    /// The numbers of all columns that play the role, row by row; nil for a row with a blank.
    package func rows(_ role: String) throws -> [[Double]?] {
        let columns = try (expressions[role] ?? [ColumnExpression(column: role)]).map(numbers)
        return records.indices.map { row in
            let values = columns.compactMap { $0[row] }
            return values.count == columns.count ? values : nil
        }
    }

    /// Whether a matrix has a list for each row of the table or for each column that plays its role.
    package enum MatrixOrder: Sendable {
        case byRow
        case byColumn
    }

    /// Every role as a list of numbers, and one of several columns as lists, over the rows in which nothing is blank.
    package func completeCases(
        of roles: [Method.Field],
        matrix: Method.Field? = nil,
        order: MatrixOrder = .byRow
    ) throws -> TableMembers {
        func isPlayed(_ role: Method.Field) -> Bool {
            has(role.name) || !(role.isOptional || given.contains(role.name))
        }
        let names = roles.filter(isPlayed).map(\.name)
        let columns = try names.map { try numbers($0) }
        let rows = try matrix.flatMap { isPlayed($0) ? try self.rows($0.name) : nil }
        let complete = records.indices.filter { row in
            columns.allSatisfy { $0[row] != nil } && (rows.map { $0[row] != nil } ?? true)
        }
        let lists = columns.map { column in JSONValue.array(complete.compactMap { column[$0].map(JSONValue.number) }) }
        var members = Dictionary(uniqueKeysWithValues: zip(names, lists))
        if let matrix, let rows { members[matrix.name] = Self.matrix(complete.compactMap { rows[$0] }, order) }
        return TableMembers(members, leftOut: records.count - complete.count)
    }

    private static func matrix(_ rows: [[Double]], _ order: MatrixOrder) -> JSONValue {
        switch order {
        case .byRow: return .array(rows.map { .array($0.map(JSONValue.number)) })
        case .byColumn:
            let columns = (rows.first ?? []).indices
            return .array(columns.map { column in .array(rows.map { .number($0[column]) }) })
        }
    }

    private func expression(_ role: String) -> ColumnExpression {
        expressions[role]?.first ?? ColumnExpression(column: role)
    }

    private func numbers(_ expression: ColumnExpression) throws -> [Double?] {
        let index = try Self.index(of: expression.column, in: table)
        return try records.map { try Self.number(expression, $0.fields[index], line: $0.line) }
    }

    private static func index(of column: String, in table: CSVTable) throws -> Int {
        if let index = table.header.firstIndex(of: column) { return index }
        throw MethodInputError(
            path: "column \(column)",
            problem: "is missing; say which plays its role, of \(table.header.joined(separator: ", "))"
        )
    }

    private static func number(_ expression: ColumnExpression, _ field: String, line: Int) throws -> Double? {
        if field.isEmpty { return nil }
        func value() throws -> Double {
            guard let value = Double(field), value.isFinite else {
                throw MethodInputError(
                    path: "line \(line), column \(expression.column)",
                    problem: "must be a number: leave it blank where it is missing, compare a name as in sex=M"
                )
            }
            return value
        }
        switch expression.form {
        case .plain: return try value()
        case .dividedBy(let divisor): return try value() / divisor
        case .reciprocal: return 1 / (try value())
        case .complement: return 1 - (try value())
        case .isOneOf(let choices): return choices.contains(field) ? 1 : 0
        case .codedAs(let choices):
            guard let place = choices.firstIndex(of: field) else {
                throw MethodInputError(
                    path: "line \(line), column \(expression.column)",
                    problem: "must be one of \(choices.joined(separator: ", ")); take only such rows, or name all"
                )
            }
            return Double(place)
        }
    }
}
