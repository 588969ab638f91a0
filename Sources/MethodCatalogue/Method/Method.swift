/// One analysis under the name by which command line, reference cases and handbook call it.
package struct Method: Sendable {
    /// A chapter of the handbook of methods.
    package enum Chapter: String, Sendable, CaseIterable {
        case description = "Description"
        case yield = "Yield and comparison of tiers"
        case accuracy = "Diagnostic accuracy"
        case designAware = "Accuracy under tier sampling"
        case discrimination = "Discrimination of scores"
        case calibration = "Calibration and usefulness"
        case pairedModels = "Two models in the same patients"
        case subgroups = "Subgroups and regression"
        case agreement = "Agreement and readers"
        case missingOutcomes = "Missing outcomes"
        case survival = "Time to event"
        case planning = "Design and conduct"
        case foundations = "Foundations"
    }

    /// A member of the input.
    package struct Field: Sendable {
        package let name: String
        /// What it is, with range and default.
        package let meaning: String
        package let isOptional: Bool

        package static func required(_ name: String, _ meaning: String) -> Field {
            Field(name: name, meaning: meaning, isOptional: false)
        }

        package static func optional(_ name: String, _ meaning: String) -> Field {
            Field(name: name, meaning: meaning, isOptional: true)
        }

        /// The level that most methods take.
        package static let conf = optional("conf", "two-sided confidence level, 0.95 where it is left out")
    }

    /// What a table of one row a patient must have: a column for each role, and how rows become the input.
    package struct TableInput: Sendable {
        package let roles: [Field]
        private let rule: @Sendable (TableSelection) throws -> TableMembers

        package init(roles: [Field], members: @escaping @Sendable (TableSelection) throws -> TableMembers) {
            self.roles = roles
            rule = members
        }

        /// The members of the input that the rows give, with what was changed on the way; others are set beside the
        /// table.
        package func members(_ rows: TableSelection) throws -> TableMembers {
            let read = try rule(rows)
            let notes = rows.notes(roles: roles.map(\.name))
            return TableMembers(read.members, leftOut: read.leftOut, notes: read.notes + notes, sources: read.sources)
        }

        /// Every role is a column of numbers that becomes the list of the same name.
        ///
        /// - Parameters:
        ///   - roles: played by one column each.
        ///   - matrix: a further role, played by several columns.
        ///   - order: whether the matrix has a list for each patient or for each column.
        /// - Returns: the input of the rows in which nothing is blank.
        package static func columns(
            _ roles: Field...,
            matrix: Field? = nil,
            order: TableSelection.MatrixOrder = .byRow
        ) -> TableInput {
            TableInput(roles: roles + [matrix].compactMap(\.self)) {
                try $0.completeCases(of: roles, matrix: matrix, order: order)
            }
        }
    }

    package let name: String
    package let title: String
    package let chapter: Chapter
    package let fields: [Field]
    /// An input, as JSON, that the method accepts; printed by the help.
    package let example: String
    /// Nil for methods that have no table of patients, such as planning.
    package let table: TableInput?
    let compute: @Sendable (MethodInput) throws -> MethodResult

    package init(
        _ name: String,
        title: String,
        chapter: Chapter,
        fields: [Field],
        example: String,
        table: TableInput? = nil,
        compute: @escaping @Sendable (MethodInput) throws -> MethodResult
    ) {
        self.name = name
        self.title = title
        self.chapter = chapter
        self.fields = fields
        self.example = example
        self.table = table
        self.compute = compute
    }

    /// Computes the analysis of an input.
    ///
    /// - Throws: ``MethodInputError`` where a value does not fit.
    package func run(_ input: JSONValue) throws -> MethodResult { try compute(try MethodInput(input)) }

    /// Computes the analysis of an input that rows of a table gave, and what was set beside them.
    ///
    /// - Throws: ``MethodInputError`` where a value does not fit, with the line and the column of one from the table.
    package func run(_ input: JSONValue, from table: TableMembers?) throws -> MethodResult {
        do {
            return try run(input)
        } catch let error as MethodInputError {
            throw table?.located(error) ?? error
        }
    }

    /// Refuses a member that the method does not take: a mistyped optional one would be passed over in silence.
    package func checkFields(of input: JSONValue) throws {
        guard case .object(let members) = input else { return }
        let known = fields.map(\.name)
        if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw MethodInputError(
                path: unknown,
                problem: "is not taken by \(name), which takes \(known.joined(separator: ", "))"
            )
        }
    }
}
