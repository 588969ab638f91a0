import Foundation
import Trial
import TrialService

/// Imports files of one site, several at a time.
struct EcgImport: Sendable {
    let service: TrialService
    let site: TrialProtocol.Site

    /// Files under way at once: enough to keep the database's disk busy while others are parsed.
    private static let width = 4

    /// Deals with every file, and tells of each as soon as it is kept or refused.
    ///
    /// - Throws: ``ImportStopped`` with what was dealt with until then.
    func run(
        _ files: [EcgFile],
        report: ImportReport? = nil,
        progress: @Sendable (Int, Int) -> Void
    ) async throws -> ImportTally {
        var tally = ImportTally(files: files.count)
        let failure = await withTaskGroup(of: (EcgFile, Result<TrialService.ImportOutcome, any Error>).self) { group in
            let source = EcgSource(files)
            func startNext() {
                guard let (file, load) = source.next() else { return }
                group.addTask { (file, await one(load)) }
            }
            for _ in 0..<Self.width { startNext() }
            var failure: (any Error)?
            // After a failure nothing new is begun, but what is under way may yet be kept and is accounted for.
            while let (file, result) = await group.next() {
                do {
                    let outcome = try result.get()
                    tally.add(outcome, of: file)
                    try report?.add(file.path, outcome)
                } catch {
                    failure = failure ?? error
                }
                progress(tally.dealtWith, files.count)
                if failure == nil { startNext() }
            }
            return failure
        }
        if let failure { throw tally.dealtWith == 0 ? failure : ImportStopped(tally: tally, cause: failure) }
        return tally
    }

    private func one(
        _ load: @Sendable () throws -> EcgContent
    ) async -> Result<TrialService.ImportOutcome, any Error> {
        do {
            let content = try load()
            return .success(
                try await service.importRecording(
                    content.bytes,
                    companions: content.companions,
                    site: site.code,
                    timeZone: site.timeZone
                )
            )
        } catch let fault as FileFault {
            return .success(.refused(reason: fault.code, detail: fault.description))
        } catch {
            return .failure(error)
        }
    }
}

/// An import that ended before its last file; what was acknowledged until then is kept.
struct ImportStopped: Error {
    let tally: ImportTally
    let cause: any Error
}
