import Foundation
import Trial
import TrialService

/// What became of the files of an import; the counts add up.
struct ImportTally: Encodable, Sendable {
    struct Refusal: Encodable, Sendable {
        let file: String
        let reason: String
        let detail: String
    }

    let files: Int
    var imported = 0
    var alreadyThere = 0
    var refused: [Refusal] = []

    mutating func add(_ outcome: TrialService.ImportOutcome, of file: URL) {
        switch outcome {
        case .imported: imported += 1
        case .alreadyThere: alreadyThere += 1
        case .refused(let reason, let detail):
            refused.append(Refusal(file: file.path, reason: reason, detail: detail))
        }
    }

    var text: String {
        let lines = refused.sorted { $0.file < $1.file }.map { "  refused: \($0.file): \($0.reason): \($0.detail)" }
        let counts = "\(files) files: \(imported) imported, \(alreadyThere) already there, \(refused.count) refused"
        return ([counts] + lines).joined(separator: "\n")
    }
}

/// An import that ended before its last file.
struct ImportInterrupted: Error {
    /// Files that are in the database for certain, new or from before.
    let kept: Int
    let files: Int
    let cause: any Error
}

/// Imports files of one site, several at a time.
struct EcgImport: Sendable {
    let service: TrialService
    let site: TrialProtocol.Site

    /// Files under way at once: enough to keep the database's disk busy while others are parsed.
    private static let width = 4

    func run(_ files: [URL], progress: @Sendable (Int, Int) -> Void) async throws -> ImportTally {
        let zone = site.timeZone
        return try await withThrowingTaskGroup(of: (URL, TrialService.ImportOutcome).self) { group in
            var waiting = files.makeIterator()
            func startNext() {
                guard let file = waiting.next() else { return }
                group.addTask { (file, try await one(file, zone: zone)) }
            }
            for _ in 0..<Self.width { startNext() }
            var tally = ImportTally(files: files.count)
            var done = 0
            do {
                while let (file, outcome) = try await group.next() {
                    tally.add(outcome, of: file)
                    done += 1
                    progress(done, files.count)
                    startNext()
                }
            } catch {
                throw ImportInterrupted(kept: tally.imported + tally.alreadyThere, files: files.count, cause: error)
            }
            return tally
        }
    }

    private func one(_ file: URL, zone: TimeZone) async throws -> TrialService.ImportOutcome {
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        guard size <= EcgFiles.byteLimit else {
            return .refused(reason: "too-large", detail: "\(size) bytes, at most \(EcgFiles.byteLimit)")
        }
        guard let bytes = try? Data(contentsOf: file) else {
            return .refused(reason: "not-readable", detail: "check its permissions")
        }
        return try await service.importRecording(bytes, site: site.code, timeZone: zone)
    }
}
