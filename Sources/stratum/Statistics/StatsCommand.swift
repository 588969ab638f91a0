import ArgumentParser
import Foundation
import MethodCatalogue

/// Every analysis of the handbook on its own data.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Computes any statistical method on a JSON or CSV file.",
        discussion: """
              stratum stats list                          every method, by chapter
              stratum stats describe two_proportions      what it takes, with an example
              stratum stats two_proportions --input counts.json
              stratum stats tier_yield --input trial.csv --column tier=echonext_tier --column outcome=shd

            JSON holds the fields of `describe`. CSV has a row a patient; --column says which column plays which role. \
            Nothing is left to guess: the event is 1, a higher score is a higher risk, tiers are in the order you give.
            """,
        subcommands: [StatsListCommand.self, StatsDescribeCommand.self, StatsRunCommand.self],
        defaultSubcommand: StatsRunCommand.self
    )

    /// The method of a name, underscores or hyphens.
    static func method(_ name: String) throws -> MethodCatalogue.Method {
        let plain = name.lowercased().replacing("-", with: "_")
        if let method = Catalogue.method(named: plain) { return method }
        let near = Catalogue.methods.map(\.name).filter { $0.isNear(plain) }
        let advice = near.isEmpty ? "see `stratum stats list`" : "did you mean \(near.joined(separator: " or "))?"
        throw ValidationError("no method is called \(name.printable(limit: 60)); \(advice)")
    }
}

struct StatsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the methods by chapter.",
        discussion: "Example: stratum stats list --json"
    )

    @Flag(help: "Print a JSON array.") var json = false

    func run() throws {
        if json {
            struct Line: Encodable {
                let name: String
                let title: String
                let chapter: String
            }
            let lines = Catalogue.methods.map { Line(name: $0.name, title: $0.title, chapter: $0.chapter.rawValue) }
            return print(try JSONText.of(lines))
        }
        let width = Catalogue.methods.map(\.name.count).max() ?? 0
        for chapter in MethodCatalogue.Method.Chapter.allCases {
            let methods = Catalogue.methods.filter { $0.chapter == chapter }
            guard !methods.isEmpty else { continue }
            print(chapter.rawValue)
            for method in methods {
                print("  \(method.name.padding(toLength: width + 2, withPad: " ", startingAt: 0))\(method.title)")
            }
        }
    }
}

struct StatsDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Says what a method takes, with an example.",
        discussion: "Example: stratum stats describe begg_greenes"
    )

    @Argument(help: "A method, as `stats list` prints it.", completion: .methods) var method: String

    func run() throws {
        let method = try StatsCommand.method(method)
        print("\(method.name): \(method.title)\n")
        print("Fields of the JSON input:")
        print(Self.lines(method.fields))
        if let table = method.table {
            print("\nRoles of columns in a CSV table, a row a patient (--column ROLE=COLUMN):")
            print(Self.lines(table.roles))
        }
        print("\nExample input:\n  \(method.example)")
        print("\n  stratum stats \(method.name) --input example.json")
    }

    private static func lines(_ fields: [MethodCatalogue.Method.Field]) -> String {
        let width = fields.map(\.name.count).max() ?? 0
        return fields.map { field in
            let name = field.name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
            return "  \(name)\(field.isOptional ? "(optional) " : "")\(field.meaning)"
        }.joined(separator: "\n")
    }
}

extension String {
    /// Whether a person may have meant this by the other: one holds the other, the same words, or two letters amiss.
    fileprivate func isNear(_ other: String) -> Bool {
        if contains(other) || (other.count > 3 && other.contains(self)) { return true }
        if Set(split(separator: "_")) == Set(other.split(separator: "_")) { return true }
        return self.distance(to: other.prefix(60)) <= 2
    }

    /// How many letters must be put in, taken away or changed (Levenshtein).
    private func distance(to other: Substring) -> Int {
        let letters = Array(other)
        var row = Array(0...letters.count)
        for (i, letter) in enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for j in letters.indices {
                let change = corner + (letter == letters[j] ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = Swift.min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[letters.count]
    }
}

extension CompletionKind {
    /// Names of the methods inside the program.
    static var methods: CompletionKind { .list(Catalogue.methods.map(\.name)) }
}
