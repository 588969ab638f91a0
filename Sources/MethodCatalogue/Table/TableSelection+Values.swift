import CSV

/// What roles say, row by row.
extension TableSelection {
    /// One of several columns that play a role.
    struct Column<Value> {
        let name: String
        /// The value of every row; nil where it is blank.
        let values: [Value?]
        /// The order that `sex as F|M` declares.
        let order: [String]?
    }

    /// The columns that play a role as numbers, none of them infinite.
    func finiteColumns(_ role: String) throws -> [Column<Double>] {
        try (expressions[role] ?? []).map { expression in
            let values = try checked(expression, { $0.isFinite }, else: "must be finite")
            return Column(name: expression.title, values: values, order: nil)
        }
    }

    /// The columns that play a role as texts.
    func textColumns(_ role: String) throws -> [Column<String>] {
        try (expressions[role] ?? []).map { expression in
            let order: [String]? = if case .codedAs(let names) = expression.form { names } else { nil }
            return Column(name: expression.title, values: try texts(expression), order: order)
        }
    }

    /// The role's text in every row; nil where it is blank.
    package func texts(_ role: String) throws -> [String?] { try texts(expression(role)) }

    private func texts(_ expression: ColumnExpression) throws -> [String?] {
        let index = try Self.index(of: expression.column, in: table)
        if case .codedAs = expression.form {
            // Numbered only to see that every name is one of the list.
            return zip(records, try numbers(expression)).map { record, place in place.map { _ in record.fields[index] }
            }
        }
        guard expression.form == .plain else {
            return try numbers(expression).map { $0.map(\.plain) }
        }
        return records.map { $0.fields[index].isEmpty ? nil : $0.fields[index] }
    }

    /// The role's number in every row; nil where it is blank.
    ///
    /// An infinite one is written as a word.
    package func numbers(_ role: String) throws -> [Double?] { try numbers(expression(role)) }

    /// The role's number in every row, none of them infinite; nil where it is blank.
    func finiteNumbers(_ role: String) throws -> [Double?] {
        try checked(expression(role), { $0.isFinite }, else: "must be finite")
    }

    /// The role's 1 or 0 in every row as true or false; nil where it is blank.
    func truths(_ role: String) throws -> [Bool?] {
        try checked(expression(role), { $0 == 1 || $0 == 0 }, else: "must be 1, 0 or blank").map { $0.map { $0 == 1 } }
    }

    private func checked(
        _ expression: ColumnExpression,
        _ isRight: (Double) -> Bool,
        else problem: String
    ) throws -> [Double?] {
        let values = try numbers(expression)
        if let odd = values.firstIndex(where: { !($0.map(isRight) ?? true) }) {
            throw MethodInputError(path: "line \(records[odd].line), column \(expression.column)", problem: problem)
        }
        return values
    }

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
        return TableMembers(
            members,
            leftOut: records.count - complete.count,
            sources: sources(of: names, rows: complete, matrix: rows == nil ? nil : matrix?.name, order: order)
        )
    }

    /// Where lists of roles came from, an element for each of `rows`, which are places among the selected.
    func sources(
        of roles: [String],
        rows: [Int],
        matrix: String? = nil,
        order: MatrixOrder = .byRow
    ) -> [String: RowSource] {
        let lines = rows.map { records[$0].line }
        var all = Dictionary(
            uniqueKeysWithValues: roles.map { ($0, RowSource(columns: [expression($0).column], lines: lines)) }
        )
        if let matrix {
            let columns = (expressions[matrix] ?? [ColumnExpression(column: matrix)]).map(\.column)
            all[matrix] = RowSource(columns: columns, lines: lines, isByColumn: order == .byColumn)
        }
        return all
    }

    private static func matrix(_ rows: [[Double]], _ order: MatrixOrder) -> JSONValue {
        switch order {
        case .byRow: return .array(rows.map { .array($0.map(JSONValue.number)) })
        case .byColumn:
            let columns = (rows.first ?? []).indices
            return .array(columns.map { column in .array(rows.map { .number($0[column]) }) })
        }
    }

    func expression(_ role: String) -> ColumnExpression {
        expressions[role]?.first ?? ColumnExpression(column: role)
    }

    private func numbers(_ expression: ColumnExpression) throws -> [Double?] {
        let index = try Self.index(of: expression.column, in: table)
        return try records.map { try Self.number(expression, $0.fields[index], line: $0.line) }
    }

    static func index(of column: String, in table: CSVTable) throws -> Int {
        if let index = table.header.firstIndex(of: column) { return index }
        throw MethodInputError(
            path: "column \(column)",
            problem: "is missing; say which plays its role, of \(table.header.joined(separator: ", "))"
        )
    }

    static func number(_ expression: ColumnExpression, _ field: String, line: Int) throws -> Double? {
        if field.isEmpty { return nil }
        func value() throws -> Double {
            guard let value = Double(decimal: field) else {
                throw MethodInputError(
                    path: "line \(line), column \(expression.column)",
                    problem: "must be a number: leave it blank where it is missing (R: na = \"\"), compare a name as "
                        + "in sex=M, or declare the order of names as in 'tier as low|high'"
                )
            }
            return value
        }
        func quotient(_ dividend: Double, _ divisor: Double) throws -> Double {
            guard divisor != 0 else {
                throw MethodInputError(
                    path: "line \(line), column \(expression.column)",
                    problem: "is divided by zero in \(expression.title)"
                )
            }
            return dividend / divisor
        }
        switch expression.form {
        case .plain: return try value()
        case .dividedBy(let divisor): return try quotient(value(), divisor)
        case .reciprocal: return try quotient(1, value())
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
