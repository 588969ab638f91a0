import Foundation
import Testing

/// Values computed by R and Python that lie outside the package; tests that need them say so when they are absent.
enum ReferenceValues {
    static let folder: URL = {
        let environment = ProcessInfo.processInfo.environment["STRATUM_SHARED"]
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared = environment.map { URL(filePath: $0) } ?? package.appending(path: "../shared").standardized
        return shared.appending(path: "data/stat_reference")
    }()

    static let isPresent: Bool = {
        let present = FileManager.default.fileExists(atPath: folder.path)
        if !present { print("Skipped: no reference values at \(folder.path); set STRATUM_SHARED") }
        return present
    }()

    static let absence: Comment = "no reference values: set STRATUM_SHARED"

    /// The cases of one method, the analyses of whole data sets included; empty where the folder is absent.
    ///
    /// An error where a file is broken or has no case that is wanted.
    static func cases(_ method: String, where isWanted: (JSONValue) -> Bool = { _ in true }) throws -> [ReferenceCase] {
        guard isPresent else { return [] }
        let own = try file(method).filter { isWanted($0.input) }
        if own.isEmpty { throw NoCases(method: method) }
        return own + (try analyses(method)).filter { isWanted($0.input) }
    }

    /// The analyses of whole data sets by one method.
    static func analyses(_ method: String) throws -> [ReferenceCase] {
        let files = isPresent ? try FileManager.default.contentsOfDirectory(atPath: folder.path) : []
        return try files.filter { $0.hasPrefix("dataset_") && $0.hasSuffix(".json") }.sorted()
            .flatMap { try file(String($0.dropLast(5))) }
            .filter { $0.source["method"].text == method }
    }

    private static func file(_ name: String) throws -> [ReferenceCase] {
        let data = try Data(contentsOf: folder.appending(path: name + ".json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }

    private struct File: Decodable { let cases: [ReferenceCase] }
    struct NoCases: Error { let method: String }
}

/// One input with what is expected of it and how closely.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Tolerance: Decodable, Sendable {
        let rel: Double
        let abs: Double
    }

    let id: String
    /// As written; an analysis of a data set names the set and the method.
    let source: JSONValue
    /// What the method takes: for a data set, what was derived from it.
    let input: JSONValue
    let expected: JSONValue
    private let tolerance: Tolerance
    private let overrides: [String: Tolerance]

    var testDescription: String { id }
    var level: Double { input["conf"].number ?? 0.95 }

    private enum Keys: String, CodingKey { case id, input, expected, tolerance, keys }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        id = try values.decode(String.self, forKey: .id)
        source = try values.decode(JSONValue.self, forKey: .input)
        input = source["derived"] == .missing ? source : source["derived"]
        expected = try values.decode(JSONValue.self, forKey: .expected)
        tolerance = try values.decode(Tolerance.self, forKey: .tolerance)
        let inner = try values.nestedContainer(keyedBy: Keys.self, forKey: .tolerance)
        overrides = try inner.decodeIfPresent([String: Tolerance].self, forKey: .keys) ?? [:]
    }

    /// Compares a number, nil for not estimable, with the expected value at a path such as `"rr.katz_log.lower"`.
    func check(_ got: Double?, _ path: String, at location: SourceLocation = #_sourceLocation) {
        let keys = path.split(separator: ".").map(String.init)
        let value = keys.reduce(expected) { $0[$1] }
        let bounds = overrides[keys.last ?? ""] ?? tolerance
        switch (got, value) {
        case (nil, .null): break
        case (let got?, _) where value.number != nil:
            let want = value.number ?? .nan
            let isClose = got == want || abs(got - want) <= bounds.abs + bounds.rel * abs(want)
            #expect(isClose, "\(id) \(path): got \(got), expected \(want)", sourceLocation: location)
        default:
            Issue.record(
                "\(id) \(path): got \(String(describing: got)), expected \(value)",
                sourceLocation: location
            )
        }
    }

    /// Compares both limits, nil for no interval.
    func check(
        _ interval: (lower: Double, upper: Double)?,
        limits path: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        check(interval?.lower, path + ".lower", at: location)
        check(interval?.upper, path + ".upper", at: location)
    }
}

/// Any JSON value; the strings "Infinity" and "-Infinity" are numbers too.
enum JSONValue: Decodable, Sendable, Equatable {
    case null
    case bool(Bool)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
    case missing

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let double = try? value.decode(Double.self) {
            self = .double(double)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    subscript(key: String) -> JSONValue {
        if case .object(let members) = self { return members[key] ?? .missing }
        if case .array(let elements) = self, let index = Int(key), elements.indices.contains(index) {
            return elements[index]
        }
        return .missing
    }

    var number: Double? {
        switch self {
        case .double(let value): value
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        default: nil
        }
    }

    var int: Int? { number.flatMap { Int(exactly: $0) } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var isTrue: Bool { self == .bool(true) }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
