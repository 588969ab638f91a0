import Electrocardiogram
import Foundation
import PostgreSQL
import RiskModel
import Simulation
import Trial
import TrialService
import TrialStore

/// The main job end to end: each step is what the command of that name does.
struct Demo {
    let folder: URL
    let patients: Int
    let seed: UInt64

    private var cohortFolder: URL { folder.appendingPathComponent("cohort", isDirectory: true) }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let plan = try TrialProtocol.named("discovery-shd")
        let calendar = try DemoCalendar()
        try await simulate(plan, calendar)
        let installation = try await Installation.open(
            dataFolder: folder,
            environment: [:],
            creating: true,
            progress: Failure.note
        )
        do {
            try await conduct(plan, calendar, installation)
            await installation.close()
        } catch {
            await installation.close()
            throw error
        }
        let seconds = Int(((clock.now - start) / .seconds(1)).rounded(.up))
        Failure.note("the demonstration took \(seconds) s")
    }

    private func conduct(_ plan: TrialProtocol, _ calendar: DemoCalendar, _ installation: Installation) async throws {
        let staff = try await DemoStaff(installation, plan: plan)
        try await importRecordings(plan, staff)
        try await scoreAndScreen(plan, staff, calendar)
        let clinic = try DemoClinic(staff: staff, calendar: calendar, cohort: cohortFolder, seed: seed)
        let enrolled = try await clinic.fillPlaces()
        step("enrol", "\(enrolled.enrolled) enrolled, \(enrolled.declined) declined, \(enrolled.refused) came too late")
        step("echo", "\(try await clinic.recordEchoes()) echocardiograms recorded")
        try await report(staff)
        _ = try? await staff[.administrator].sealTrail()
    }

    private func simulate(_ plan: TrialProtocol, _ calendar: DemoCalendar) async throws {
        let cohort = SimulatedCohort(
            seed: seed,
            sites: plan.sites.map(\.code.rawValue),
            referenceDate: calendar.lastRecording
        )
        let line = ProgressLine("Simulating")
        try await CohortFolder.write(cohort, count: patients, to: cohortFolder) { line.update($0, of: $1) }
        line.finish()
        step("simulate", "\(patients) patients' ECGs as MUSE XML in \(cohortFolder.path)")
    }

    private func importRecordings(_ plan: TrialProtocol, _ staff: DemoStaff) async throws {
        for site in plan.sites {
            let path = cohortFolder.appendingPathComponent("ecg/\(site.code.rawValue)").path
            let line = ProgressLine("Importing \(site.code.rawValue)")
            let tally = try await EcgImport(service: staff[.service], site: site).run(EcgFiles.recordings([path])) {
                line.update($0, of: $1)
            }
            line.finish()
            step("ecg import", "\(site.code.rawValue): \(tally.counts)")
        }
    }

    private func scoreAndScreen(_ plan: TrialProtocol, _ staff: DemoStaff, _ calendar: DemoCalendar) async throws {
        let line = ProgressLine("Scoring")
        let model = try RiskModel.shipped(id: plan.indexTest.model)
        let scored = try await staff[.service].score(staff.trial, with: model) { line.update($0, of: $1) }
        line.finish()
        step("score", "\(scored.scored) scored by \(model.card.id), \(scored.refused.listed("not scored"))")
        let history = cohortFolder.appendingPathComponent("history.csv")
        let lines = try HistoryFile.read(Data(contentsOf: history), name: history.lastPathComponent)
        _ = try await staff[.dataManager].keepHistory(lines)
        let screened = try await staff[.dataManager].screen(staff.trial, on: calendar.screening)
        step("candidates screen", "\(screened.eligible) eligible, \(screened.ineligible.listed("not eligible"))")
        let drawn = try await staff[.dataManager].draw(staff.trial, seed: seed, at: calendar.screening)
        step("draw", "frame \(drawn.closedFrame ?? 0) closed, \(drawn.sampled) sampled with seed \(seed)")
    }

    private func report(_ staff: DemoStaff) async throws {
        let named = try await staff[.statistician].takeCut(of: staff.trial, for: "report of the demonstration")
        var cut = named.cut
        // Without the time at which it was taken, so that the same seed prints the same bytes.
        cut.source = "data cut \(named.number) of \(staff.trial.rawValue), SHA-256 \(named.digest.hex)"
        let page = folder.appendingPathComponent("tier-yield.html").path
        let accuracy = folder.appendingPathComponent("accuracy.html").path
        step("report", "data cut \(named.number), SHA-256 \(named.digest.hex)\n")
        try Report.tierYield.write(of: cut, level: 0.95, html: page)
        try Report.accuracy.write(of: cut, level: 0.95, html: accuracy)
        try Report.tierYield.emit(of: cut, level: 0.95, outcomes: [.shd, .vhd])
        print("\nThe pages for a slide: \(page)\n                       \(accuracy)")
        print("Look around: stratum candidates --data \(folder.path) --as coordinator")
    }

    private func step(_ name: String, _ text: String) {
        print("\(name.padding(18))\(text)")
        fflush(nil)  // in a pipe too, a step is told when it is done
    }
}

extension [String: Int] {
    /// Counts under a heading, such as `12 not scored (age-under-18 4, poor-quality 8)`.
    fileprivate func listed(_ heading: String) -> String {
        let parts = sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let total = values.reduce(0, +)
        return parts.isEmpty ? "0 \(heading)" : "\(total) \(heading) (\(parts.joined(separator: ", ")))"
    }
}
