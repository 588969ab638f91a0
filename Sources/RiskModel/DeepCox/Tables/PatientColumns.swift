import CSV

/// Which columns of a table hold which inputs.
struct PatientColumns {
    /// The column that names a row.
    static let identifier = "row_id"

    let identifier: Int
    /// In the order of the model's inputs.
    let inputs: [Int]
    /// Columns that mean nothing here.
    let ignored: [String]

    /// - Throws: ``PatientTableError`` naming the column that is missing or there twice.
    init(header: CSVRecordBytes, inputs names: [String], identifier: String?) throws {
        let header = (0..<header.count).map { header[$0] }
        if header.count == 1, let only = header.first, only.contains(where: { $0 == ";" || $0 == "\t" }) {
            throw PatientTableError.otherSeparator
        }
        func place(_ name: String) throws -> Int {
            let places = header.indices.filter { header[$0] == name }
            guard let place = places.first else {
                let near = header.first { $0.lowercased().filter { !$0.isWhitespace } == name.lowercased() }
                throw PatientTableError.missingColumn(name, near: near)
            }
            guard places.count == 1 else { throw PatientTableError.repeatedColumn(name) }
            return place
        }
        self.identifier = try identifier.map(place) ?? -1
        inputs = try names.map(place)
        let used = Set(inputs + [self.identifier])
        ignored = header.indices.filter { !used.contains($0) }.map { header[$0] }
    }
}

/// Why a table of patients cannot be used at all.
package enum PatientTableError: Error, Sendable, Equatable, CustomStringConvertible {
    case missingColumn(String, near: String?)
    case repeatedColumn(String)
    case empty
    /// Columns that are not parted by commas.
    case otherSeparator
    /// A record of fewer or more fields than the header has.
    case ragged(line: Int, fields: Int, expected: Int)

    package var description: String {
        switch self {
        case .missingColumn(let name, let near?): "no column \(name): rename the column \(near) to it"
        case .missingColumn(let name, nil): "no column \(name): add it; it may be empty where a value is missing"
        case .repeatedColumn(let name): "column \(name) is there twice: rename one"
        case .otherSeparator: "columns are not parted by commas: save the table as CSV with commas, and a decimal point"
        case .empty: "the file is empty: the first line must name the columns"
        case .ragged(let line, let fields, let expected):
            "line \(line): \(fields) fields where the header names \(expected): add or remove commas, or quote a field "
                + "that holds one"
        }
    }
}
