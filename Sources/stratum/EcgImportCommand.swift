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
            A file is recognised by its content. What was imported before is skipped, so an interrupted import is \
            finished by running it again. A file that cannot be used is named with its reason; the others are imported, \
            and the exit code is then 65.

              stratum ecg import ecg/NYP --site NYP
              stratum ecg import one.xml two.xml --site NYP --json
            """
    )

    @Argument(help: "Files and folders.", completion: .file()) var paths: [String]
    @Option(
        name: .long,
        help: "Code of the site that recorded them (default: your only one).",
        completion: .shippedSites
    )
    var site: String?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let files = try EcgFiles.find(paths)
        let tally = try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let known = try plan.site(named: try await siteCode(service, trial: id))
            let line = ProgressLine("Importing")
            let tally = try await EcgImport(service: service, site: known).run(files) { line.update($0, of: $1) }
            line.finish()
            return tally
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

/// ECG files on the command line, folders walked.
enum EcgFiles {
    /// Larger files are refused before they are read.
    static let byteLimit = 64 << 20

    /// Files in a stable order; hidden files and symbolic links inside folders are passed over.
    static func find(_ paths: [String]) throws -> [URL] {
        try paths.flatMap { path -> [URL] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw Failure.refuse("\(path): there is no such file or folder; check the path", code: Failure.badData)
            }
            return isFolder.boolValue ? walk(path) : [URL(fileURLWithPath: path)]
        }
    }

    private static func walk(_ folder: String) -> [URL] {
        let keys: [URLResourceKey] = [.isRegularFileKey, .isSymbolicLinkKey]
        let walker = FileManager.default.enumerator(
            at: URL(fileURLWithPath: folder),
            includingPropertiesForKeys: keys,
            options: .skipsHiddenFiles
        )
        let found = (walker?.allObjects ?? []).compactMap { $0 as? URL }
        let files = found.filter { (try? $0.resourceValues(forKeys: Set(keys)))?.isRegularFile == true }
        let links = found.count { (try? $0.resourceValues(forKeys: Set(keys)))?.isSymbolicLink == true }
        if links > 0 { Failure.note("\(folder): \(links) symbolic link(s) passed over; name what they point to") }
        if files.isEmpty { Failure.note("\(folder): holds no files") }
        return files.sorted { $0.path < $1.path }
    }
}
