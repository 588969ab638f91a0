import CSV
import Foundation
import MethodCatalogue
import TrialService

/// What a validation found, traceable from the requirement to every value.
struct ValidationReport {
    struct Line: Encodable {
        let requirement: String
        let method: String
        let title: String
        let tool: String
        let cases: Int
        let values: Int
        let failed: Int
    }

    struct Summary: Encodable {
        let version: String
        let source: String
        let passed: Int
        let failed: Int
        let files: [Line]
        let passedOver: [String]
    }

    private let runs: [CaseRun]
    let summary: Summary

    init(_ folder: CaseFolder, _ runs: [CaseRun]) {
        self.runs = runs
        let byFile = Dictionary(grouping: runs, by: \.file)
        summary = Summary(
            version: Software.version,
            source: folder.name,
            passed: runs.count { $0.passed },
            failed: runs.count { !$0.passed },
            files: folder.files.map { file in
                let own = byFile[file.name] ?? []
                return Line(
                    requirement: file.requirement,
                    method: file.method,
                    title: file.title,
                    tool: file.tool,
                    cases: own.count,
                    values: own.reduce(0) { $0 + $1.values.count },
                    failed: own.count { !$0.passed }
                )
            },
            passedOver: folder.passedOver
        )
    }

    func text(failures: Bool) -> String {
        let width = summary.files.map(\.method.count).max() ?? 0
        let head = ["Statistics of stratum \(summary.version) against reference values: \(summary.source)", ""]
        let lines = summary.files.map { line in
            let name = line.method.padding(toLength: width + 2, withPad: " ", startingAt: 0)
            let verdict = line.failed == 0 ? "passed" : "\(line.failed) FAILED"
            let sizes = String(format: "%4d cases %7d values  ", line.cases, line.values)
            return "  \(name)\(sizes)\(verdict.padding(toLength: 10, withPad: " ", startingAt: 0))\(line.requirement)"
        }
        let over =
            summary.passedOver.isEmpty ? [] : ["Passed over, no cases: \(summary.passedOver.joined(separator: ", "))"]
        let failed = failures ? failureLines : []
        return (head + lines + [""] + over + failed + ["\(summary.passed) passed, \(summary.failed) failed"])
            .joined(separator: "\n")
    }

    private var failureLines: [String] {
        runs.filter { !$0.passed }.flatMap { run in
            let reason = run.failure.map { ": \($0)" } ?? ""
            let values = run.values.filter { !$0.passed }.map { value in
                "    \(value.path): expected \(value.expected), got \(value.got)" + tolerance(of: value)
            }
            return ["\(run.file) \(run.id) (\(run.method))\(reason)"] + values
        }
    }

    private func tolerance(of value: ComparedValue) -> String {
        value.tolerance.map { " (tolerance \($0.abs) + \($0.rel) relative)" } ?? ""
    }

    /// One line for each value.
    var csv: String {
        var writer = CSVWriter(header: [
            "requirement", "file", "method", "case", "value", "expected", "got", "tolerance_abs", "tolerance_rel",
            "passed",
            "reason",
        ])
        for run in runs {
            let own = [run.requirement, run.file, run.method, run.id]
            if let failure = run.failure { writer.add(own + ["", "", "", "", "", "no", failure]) }
            for value in run.values {
                let limits = value.tolerance.map { ["\($0.abs)", "\($0.rel)"] } ?? ["", ""]
                writer.add(own + [value.path, value.expected, value.got] + limits + [value.passed ? "yes" : "no", ""])
            }
        }
        return writer.text
    }
}
