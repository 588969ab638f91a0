/// Which column and which lines of the file the elements of a list came from.
package struct RowSource: Sendable, Equatable {
    /// One column; several for a matrix.
    let columns: [String]
    /// The line of each row that gave an element.
    let lines: [Int]
    /// Whether a matrix has a list for each column and not for each row.
    let isByColumn: Bool

    init(columns: [String], lines: [Int], isByColumn: Bool = false) {
        self.columns = columns
        self.lines = lines
        self.isByColumn = isByColumn
    }

    /// The place in the file of an element such as `[3]` of a list or `[3][1]` of a matrix; nil where there is none.
    func place(of indices: [Int]) -> String? {
        guard let first = indices.first else { return nil }
        let (row, column) = isByColumn ? (indices.dropFirst().first, first) : (first, indices.dropFirst().first ?? 0)
        guard columns.indices.contains(column) else { return nil }
        guard let row, lines.indices.contains(row) else { return isByColumn ? "column \(columns[column])" : nil }
        let isWholeRow = !isByColumn && columns.count > 1 && indices.count == 1
        return isWholeRow ? "line \(lines[row])" : "line \(lines[row]), column \(columns[column])"
    }
}

extension TableMembers {
    /// The error at its place in the file, where it names an element of a list that rows gave: who has a table knows
    /// of no lists.
    package func located(_ error: MethodInputError) -> MethodInputError {
        guard let match = error.path.wholeMatch(of: #/(\w+)((?:\[\d+\])+)/#), let source = sources[String(match.1)]
        else {
            return error
        }
        let indices = match.2.split { "[]".contains($0) }.compactMap { Int($0) }
        guard let place = source.place(of: indices) else { return error }
        return MethodInputError(path: place, problem: error.problem)
    }
}
