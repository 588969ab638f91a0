import CSV
import Foundation
import MethodCatalogue
import Testing

/// Every method on inputs whose results R or Python computed.
@Suite("Reference cases")
struct ReferenceCasesTests {
    /// Case files and the tables beside them.
    struct Folder: Sendable {
        let url: URL

        func files() throws -> [CaseFile] {
            try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".json") }.sorted()
                .compactMap { name in
                    let data = try Data(contentsOf: url.appending(path: name))
                    return try JSONValue(parsing: data)["cases"] == nil ? nil : try CaseFile(name: name, data: data)
                }
        }

        var tables: DataSetSource {
            DataSetSource { name in try CSVReader().read([UInt8](Data(contentsOf: url.appending(path: name)))) }
        }
    }

    /// Lies outside the package; what needs it says so when it is absent.
    static let shared: Folder? = {
        let named = ProcessInfo.processInfo.environment["STRATUM_SHARED"].map { URL(filePath: $0) }
        let url = (named ?? URL(filePath: #filePath).appending(path: "../../../../shared").standardized)
            .appending(path: "data/stat_reference")
        guard FileManager.default.fileExists(atPath: url.path) else {
            print("Skipped: no reference values at \(url.path); set STRATUM_SHARED")
            return nil
        }
        return Folder(url: url)
    }()

    @Test("from outside the package all pass", .enabled(if: shared != nil, "no reference values: set STRATUM_SHARED"))
    func external() throws {
        let folder = try #require(Self.shared)
        let runs = try folder.files().flatMap { file in file.cases.map { file.run($0, dataSet: folder.tables) } }
        #expect(runs.count > 600)
        for run in runs { #expect(run.passed, "\(run.explanation)") }
    }

    @Test("inside the binary cover every method, and all pass")
    func shipped() throws {
        let files = try ShippedCases.files.map { try CaseFile(name: $0.name, data: $0.data) }
        for file in files {
            #expect(
                file.cases.count > 1 && file.requirement != file.method && file.tool != "not stated",
                "\(file.name)"
            )
            for one in file.cases {
                let run = file.run(one, dataSet: ShippedCases.dataSets)
                #expect(run.passed, "\(run.explanation)")
            }
        }
        #expect(Set(files.map(\.method)) == Set(Catalogue.methods.map(\.name)))
    }

    @Test("fail when a value is off by more than its tolerance, is missing, or is there where none can be")
    func bite() throws {
        func passes(_ expected: String) throws -> Bool {
            let text = """
                {"method": "bayes_predictive_values", "cases": [{"id": "1", "tag": "typical",
                "input": {"sens": 0.5, "spec": 0.5, "prevalence": 0.5}, "expected": \(expected),
                "tolerance": {"rel": 1e-8, "abs": 0, "keys": {"npv": {"rel": 0, "abs": 0.1}}}}]}
                """
            let file = try CaseFile(name: "x.json", data: Data(text.utf8))
            return file.run(file.cases[0], dataSet: ShippedCases.dataSets).passed
        }
        #expect(try passes(#"{"ppv": 0.5}"#))
        #expect(try passes(#"{"ppv": 0.5000000049}"#))
        #expect(try !passes(#"{"ppv": 0.50000001}"#))
        #expect(try passes(#"{"npv": 0.59}"#))
        #expect(try !passes(#"{"npv": 0.61}"#))
        #expect(try !passes(#"{"ppv": null}"#))
        #expect(try !passes(#"{"ppv": "Infinity"}"#))
        #expect(try !passes(#"{"ppv": {"lower": 0.5}}"#))
        #expect(try !passes(#"{"nothing": 0.5}"#))
        #expect(try !passes("{}"))
    }
}

extension CaseRun {
    fileprivate var explanation: String {
        let wrong = values.filter { !$0.passed }.prefix(3).map { "\($0.path): got \($0.got), expected \($0.expected)" }
        return "\(file) \(id): \(failure ?? wrong.joined(separator: "; "))"
    }
}
