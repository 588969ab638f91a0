import ArgumentParser
import Foundation
import PostgreSQL

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Runs a whole trial on made-up patients, from ECG files to the tier table.",
        discussion: """
            Everything is real but the patients: files on disk, a PostgreSQL of its own, the model, the blinded desk, \
            the quotas, the report. The same number of patients and seed print the same tables. The demonstration lives \
            in a folder of its own and is made afresh each time; other data are never touched.

              stratum demo
              stratum demo --patients 1000 --seed 7
            """
    )

    @Option(name: .long, help: "How many patients' ECGs to simulate, 100 to 100000.") var patients = 600
    @Option(name: .long, help: "Decides every patient and the draw.") var seed: UInt64 = 1
    @Option(name: .long, help: ArgumentHelp("Folder of the demonstration.", valueName: "dir"), completion: .directory)
    var data: String?

    func validate() throws {
        guard data != "" else { throw ValidationError("--data: an empty name is no folder; name one") }
        guard (100...100_000).contains(patients) else { throw ValidationError("--patients must be 100 to 100000") }
    }

    func run() async throws {
        let folder = try await DemoFolder.prepare(folderURL)
        let demo = Demo(folder: folder, patients: patients, seed: seed)
        try await demo.run()
    }

    private var folderURL: URL {
        if let data { return URL(fileURLWithPath: data, isDirectory: true) }
        let usual = PrivateCluster.defaultDataFolder(environment: ProcessInfo.processInfo.environment)
        return usual.appendingPathComponent("demo", isDirectory: true)
    }
}

/// The folder of the demonstration: made afresh, and nothing but a demonstration is ever removed.
enum DemoFolder {
    private static let marker = "made-by-stratum-demo"

    /// Empties the folder of an earlier demonstration, or makes a new one.
    ///
    /// - Throws: exit code 64 where the folder holds something else, 69 where a program still uses it.
    static func prepare(_ folder: URL) async throws -> URL {
        let files = FileManager.default
        let mark = folder.appendingPathComponent(marker)
        var isFolder: ObjCBool = true
        guard !files.fileExists(atPath: folder.path, isDirectory: &isFolder) || isFolder.boolValue else {
            throw Failure.refuse("\(folder.path): is a file; name a folder with --data", code: Failure.usage)
        }
        let held = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
        if !held.isEmpty {
            guard files.fileExists(atPath: mark.path) else {
                throw Failure.refuse(
                    "\(folder.path) holds something that is no demonstration; name another folder with --data",
                    code: Failure.usage
                )
            }
            try await remove(folder)
        }
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("A demonstration: `stratum demo` empties this folder.\n".utf8).write(to: mark)
        return folder
    }

    /// An interrupted demonstration may have left its server running: joining and leaving stops it.
    private static func remove(_ folder: URL) async throws {
        let files = FileManager.default
        let cluster = folder.appendingPathComponent("cluster")
        if files.fileExists(atPath: cluster.path) {
            await (try PrivateCluster.join(dataFolder: folder)).leave()
        }
        guard !files.fileExists(atPath: cluster.appendingPathComponent("postmaster.pid").path) else {
            throw Failure.refuse(
                "another program uses the demonstration in \(folder.path); end it, then try again",
                code: Failure.unavailable
            )
        }
        try files.removeItem(at: folder)
    }
}
