import ArgumentParser
import Foundation
import Trial
import TrialService
import TrialStore

struct EcgImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports ECG files, or folders of them, for one site.",
        discussion: """
            A file is recognised by its content: GE MUSE XML, HL7 aECG, Philips XML, DICOM, SCP-ECG, WFDB, EDF, BDF \
            and CSV. A WFDB header and its signal files count as one. Archives (zip, tar, 7z, also compressed) are \
            read as folders are. What the site imported before is skipped, so an interrupted import is finished by \
            running it again; record numbers are a site's own, so the same file at two sites is two recordings. A file \
            that cannot be used is named with its reason; the others are imported, and the exit code is then 65. \
            Symbolic links are followed. A report has a line for every file, written as soon as the file is dealt with.

              stratum ecg import ecg/NYP --site NYP
              stratum ecg import one.xml two.dcm export.zip --site NYP --json
              stratum ecg import ecg/NYP --site NYP --report import.csv
            """
    )

    @Argument(help: "Files, folders and archives.", completion: .file()) var paths: [String]
    @Option(
        name: .long,
        help: "Code of the site that recorded them (default: your only one).",
        completion: .shippedSites
    )
    var site: String?
    @Option(name: .long, help: ArgumentHelp("Add a line for every file to this table.", valueName: "file.csv"))
    var report: String?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let files = EcgFiles.recordings(paths)
        if files.isEmpty { Failure.note("\(paths.joined(separator: ", ")): no files") }
        let report = try self.report.map { try ImportReport($0) }
        let tally = try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let known = try plan.site(named: try await siteCode(service, trial: id))
            let line = ProgressLine("Importing")
            defer { line.finish() }
            return try await EcgImport(service: service, site: known).run(files, report: report) {
                line.update($0, of: $1)
            }
        }
        print(json ? try JSONText.of(tally) : tally.text)
        if !tally.refused.isEmpty { throw ExitCode(Failure.badData) }
    }

    private func siteCode(_ service: TrialService, trial: TrialID) async throws -> String {
        if let site { return site }
        let sites = Set(try await service.grants().filter { $0.trial == trial }.map(\.site))
        guard sites.count == 1, let only = sites.first ?? nil else {
            throw ValidationError("name the site that recorded the files with --site CODE")
        }
        return only.rawValue
    }
}
