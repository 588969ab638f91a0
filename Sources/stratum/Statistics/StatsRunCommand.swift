import ArgumentParser
import CSV
import Crypto
import Foundation
import MethodCatalogue
import TrialService

struct StatsRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Computes a method on a file.",
        discussion: """
            A column may be changed on the way: age/10, 1/p_verify, 1-p_event_5d, sex=M (1 or 0), 'tier in high|mid' \
            (1 or 0), 'tier as low|mid|high' (0, 1, 2, and the order of the names). Rows with a blank where a value is \
            needed are left out and counted. A required role is played by the column of its name unless --column \
            says otherwise; an optional one only by --column.

              stratum stats auroc_delong --input verified.csv --column scores=echonext_score --column labels=shd
              stratum stats cox_ph --input cohort.csv --column X=age/10 --column X=sex=M --where site=A
              stratum stats kaplan_meier --input cohort.csv --set query_times=[5,10,30] --set tau=30
            """
    )

    @Argument(help: "A method, as `stats list` prints it.", completion: .methods) var method: String
    @Option(help: "Its data: .json with the method's fields, or .csv with a row a patient.", completion: .file())
    var input: String
    @Option(help: ArgumentHelp("Which column plays a role; repeat for several.", valueName: "ROLE=COLUMN"))
    var column: [String] = []
    @Option(
        help: ArgumentHelp(
            "Take only rows where a column has a value, or 'COLUMN in A|B'; all of several must hold.",
            valueName: "COLUMN=VALUE"
        )
    )
    var `where`: [String] = []
    @Option(
        help: ArgumentHelp("Set another field, as JSON such as [5,10]; repeat for several.", valueName: "FIELD=JSON")
    )
    var set: [String] = []
    @Option(help: "Significant digits in print, 1 to 17.") var digits = 6
    @Flag(help: "Print JSON with every digit.") var json = false

    func validate() throws {
        guard (1...17).contains(digits) else { throw ValidationError("--digits takes 1 to 17") }
    }

    func run() throws {
        let method = try StatsCommand.method(method)
        let bytes = try InputFile.read(input)
        do {
            let table = try isTable ? members(of: method, from: bytes) : nil
            let data = try withSettings(table.map { .object($0.members) } ?? JSONValue(parsing: bytes))
            try method.checkFields(of: data)
            let report = StatsReport(
                method,
                of: try method.run(data, from: table),
                source: bytes,
                columns: try table.map { try understood(method) + $0.notes } ?? [],
                leftOut: table?.leftOut ?? 0
            )
            print(json ? try JSONText.of(report) : report.text(digits: digits))
        } catch let error as MethodInputError {
            throw Failure.refuse(
                "\(input): \(error); see `stratum stats describe \(method.name)`",
                code: Failure.badData
            )
        } catch let error as CSVError {
            let place = error.line.map { ":\($0)" } ?? ""
            throw Failure.refuse("\(input)\(place): \(error.explanation)", code: Failure.badData)
        }
    }

    private var isTable: Bool { input.lowercased().hasSuffix(".csv") }

    private func members(of method: MethodCatalogue.Method, from bytes: Data) throws -> TableMembers {
        guard let rows = method.table else {
            throw MethodInputError(path: "", problem: "is a table, and \(method.name) takes only JSON")
        }
        let columns = try assignments(column, of: "--column")
        if let unknown = columns.map(\.0).first(where: { name in !rows.roles.contains { $0.name == name } }) {
            let roles = rows.roles.map(\.name).joined(separator: ", ")
            throw Failure.refuse(
                "--column \(unknown.printable(limit: 60)) is no role of \(method.name); it has \(roles); "
                    + "see `stratum stats describe \(method.name)`",
                code: Failure.usage
            )
        }
        let conditions = `where`.map { ColumnExpression($0) }
        let selection = try TableSelection(
            CSVReader(limits: Self.limits).read([UInt8](bytes)),
            columns: columns.reduce(into: [:]) { $0[$1.0, default: []].append(ColumnExpression($1.1)) },
            where: conditions,
            given: Set(try assignments(set, of: "--set").map(\.0))
        )
        try selection.checkNames(of: conditions)
        return try rows.members(selection)
    }

    /// Which column plays which role, also where nobody said so, and which rows are taken.
    private func understood(_ method: MethodCatalogue.Method) throws -> [String] {
        let named = Set(try (assignments(column, of: "--column") + assignments(set, of: "--set")).map(\.0))
        let byName = (method.table?.roles ?? []).filter { !$0.isOptional && !named.contains($0.name) }
        return column + byName.map { "\($0.name)=\($0.name)" } + `where`.map { "where \($0)" }
    }

    private func withSettings(_ value: JSONValue) throws -> JSONValue {
        guard case .object(var members) = value else { return value }
        for (field, text) in try assignments(set, of: "--set") {
            members[field] = (try? JSONValue(parsing: Data(text.utf8))) ?? .string(text)
        }
        return .object(members)
    }

    private func assignments(_ texts: [String], of option: String) throws -> [(String, String)] {
        try texts.map { text in
            guard let sign = text.firstIndex(of: "=") else {
                throw ValidationError("\(option) takes NAME=VALUE, not \(text.printable(limit: 60))")
            }
            return (String(text[..<sign]), String(text[text.index(after: sign)...]))
        }
    }

    private static let limits = CSVLimits(bytes: 512 << 20, records: 10_000_001, columns: 512, fieldBytes: 16 << 10)
}

/// A result with what it is of: method, data, version.
struct StatsReport: Encodable {
    let method: String
    let title: String
    let version: String
    /// SHA-256 of the input file.
    let input: String
    /// Which columns of a table played which roles, which rows were taken, and how groups were understood.
    let columns: [String]
    /// Rows of a table that had a blank where a value is needed.
    let rowsLeftOut: Int
    let result: MethodResult
    /// Why each null is one.
    let notEstimable: [String: String]

    init(_ method: MethodCatalogue.Method, of result: MethodResult, source: Data, columns: [String], leftOut: Int) {
        self.method = method.name
        title = method.title
        version = Software.version
        input = SHA256.hash(data: source).map { String(format: "%02x", $0) }.joined()
        self.columns = columns
        rowsLeftOut = leftOut
        self.result = result
        notEstimable = result.reasons
    }

    func text(digits: Int) -> String {
        let rows = rowsLeftOut == 1 ? "1 row" : "\(rowsLeftOut) rows"
        let left = rowsLeftOut > 0 ? ["\(rows) left out: blank where a value is needed"] : []
        let source = "stratum \(version), input \(input.prefix(12))…"
        let roles = columns.isEmpty ? [] : [columns.joined(separator: ", ")]
        return (["\(title) (\(method))", source] + roles + left + [""] + result.lines(digits: digits)).joined(
            separator: "\n"
        )
    }
}
