import ArgumentParser
import Electrocardiogram
import Foundation
import Simulation

struct SimulateECGsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ecgs",
        abstract: "Makes up patients: their ECGs as MUSE XML, their history and their echoes.",
        discussion: """
            Nobody in these files exists. The same seed gives the same bytes, and a larger cohort begins with the \
            patients of a smaller one. The folder then holds

              ecg/SITE/000001.xml   one 12-lead ECG a patient
              history.csv           what is known before the trial, for `candidates screen`
              echo.csv              what an echocardiogram would find, for use after enrolment

            Examples:
              stratum simulate --patients 600 --seed 7 --output cohort
              stratum simulate --patients 50 --site NYP --output cohort --force
              stratum ecg import cohort/ecg/NYP --site NYP
            """
    )

    @Option(help: "How many patients, 1 to 1000000.") var patients = 600
    @Option(help: "Decides every patient; any whole number from 0.") var seed: UInt64 = 1
    @Option(help: "Folder to write to; made if it is not there.", completion: .directory) var output: String
    @Option(name: .customLong("site"), help: "Code of a site; may be given several times (default: NYP and CSMC).")
    var sites: [String] = []
    @Option(help: "Last day on which ECGs were recorded, from 1900 (default: 2025-06-30).", transform: Day.typed)
    var until: Day?
    @Flag(help: "Write into a folder that holds files already, over those of the same name.") var force = false

    func validate() throws {
        guard !output.isEmpty else { throw ValidationError("--output: an empty name is no folder; name one") }
        guard (1...1_000_000).contains(patients) else { throw ValidationError("--patients must be 1 to 1000000") }
        // Before 1900 the years of birth and of earlier echocardiograms would leave the calendar or make no sense.
        if let until, until.calendarDate.year < 1900 { throw ValidationError("--until must be 1900-01-01 or later") }
        for site in sites where site.wholeMatch(of: /[A-Z][A-Z0-9]{0,15}/) == nil {
            throw ValidationError("--site \(site): give a code of capital letters and digits such as NYP")
        }
    }

    func run() async throws {
        let folder = URL(fileURLWithPath: output, isDirectory: true)
        try refuseFilled(folder)
        let date = try until?.calendarDate ?? DemoCalendar().lastRecording
        let cohort = SimulatedCohort(seed: seed, sites: sites.isEmpty ? ["NYP", "CSMC"] : sites, referenceDate: date)
        let line = ProgressLine("Simulating")
        defer { line.finish() }
        do {
            try await CohortFolder.write(cohort, count: patients, to: folder) { line.update($0, of: $1) }
        } catch is CocoaError {
            throw Failure.refuse(
                "\(output): cannot be written: check the disk, and that its folder exists and is yours",
                code: Failure.unavailable
            )
        }
        line.finish()
        print("\(patients) patients (seed \(seed)) in \(output): ecg/, history.csv, echo.csv")
    }

    private func refuseFilled(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        guard !force, FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            throw Failure.refuse("\(output): is a file; name a folder", code: Failure.usage)
        }
        let held = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard held.isEmpty else {
            throw Failure.refuse("\(output): is not empty; name another folder or add --force", code: Failure.usage)
        }
    }
}
