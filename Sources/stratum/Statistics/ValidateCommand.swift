import ArgumentParser
import CSV
import Foundation
import MethodCatalogue
import TrialService

/// Runs reference cases on this machine.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks every statistical method against reference values on this machine.",
        discussion: """
            Without --cases it runs the cases inside the program, which were computed with R and Python by scripts in \
            the repository (Validation/). Ends with exit code 1 when any value lies outside its tolerance.

              stratum validate
              stratum validate --report validation.csv    every value: requirement, expected, got, tolerance
              stratum validate --cases DIR --failures     cases of your own, in the same layout
            """
    )

    @Option(help: "A folder of case files instead of those inside the program.", completion: .directory)
    var cases: String?
    @Flag(help: "List what failed, value by value.") var failures = false
    @Option(help: ArgumentHelp("Write every compared value.", valueName: "file.csv"), completion: .file())
    var report: String?
    @Flag(help: "Print JSON instead of a table.") var json = false

    func run() throws {
        if let report { try OutputFile.check(report) }
        let folder = try cases.map { try CaseFolder($0) } ?? CaseFolder.shipped()
        let progress = ProgressLine("Validating")
        var runs: [CaseRun] = []
        for file in folder.files {
            for one in file.cases {
                runs.append(file.run(one, dataSet: folder.dataSets))
                progress.update(runs.count, of: folder.count)
            }
        }
        progress.finish()
        let result = ValidationReport(folder, runs)
        if let report { try OutputFile.write(result.csv, to: report) }
        print(json ? try JSONText.of(result.summary) : result.text(failures: failures))
        guard runs.allSatisfy(\.passed) else { throw ExitCode(Failure.differs) }
    }
}

/// Case files and the tables they name.
struct CaseFolder {
    let name: String
    let files: [CaseFile]
    /// Files that are no cases.
    let passedOver: [String]
    let dataSets: DataSetSource

    var count: Int { files.reduce(0) { $0 + $1.cases.count } }

    /// The cases inside the program.
    static func shipped() throws -> CaseFolder {
        let files = try ShippedCases.files.map { try CaseFile(name: $0.name, data: $0.data) }
        return CaseFolder(name: "inside the program", files: files, passedOver: [], dataSets: ShippedCases.dataSets)
    }

    private init(name: String, files: [CaseFile], passedOver: [String], dataSets: DataSetSource) {
        self.name = name
        self.files = files
        self.passedOver = passedOver
        self.dataSets = dataSets
    }

    /// The `.json` files of a folder that hold cases.
    ///
    /// - Throws: exit code 65 where the folder has none, or one that cannot be read.
    init(_ path: String) throws {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw Failure.refuse(
                "\(path): is no folder that can be read; name one with case files",
                code: Failure.badData
            )
        }
        var files: [CaseFile] = []
        var passedOver: [String] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            let data = try InputFile.read(folder.appending(path: name).path)
            do {
                guard try JSONValue(parsing: data)["cases"] != nil else {
                    passedOver.append(name)
                    continue
                }
                files.append(try CaseFile(name: name, data: data))
            } catch let error as MethodInputError {
                throw Failure.refuse("\(path)/\(name): \(error)", code: Failure.badData)
            }
        }
        guard !files.isEmpty else {
            throw Failure.refuse(
                "\(path): has no case files; they end in .json and have `cases`",
                code: Failure.badData
            )
        }
        let tables = TableCache(folder)
        self.init(name: path, files: files, passedOver: passedOver, dataSets: DataSetSource { try tables.table($0) })
    }
}
