import ArgumentParser
import Biostatistics
import CSV
import Foundation
import Simulation

struct SimulateAdmissionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admissions",
        abstract: "Makes up patients admitted with COVID-19: what was measured, and how the stay ended, as CSV.",
        discussion: """
            Nobody in this file exists. The same seed gives the same bytes, and a larger cohort begins with the \
            patients of a smaller one. A line a patient:

              row_id                  from 1
              Malignancy … NLR …      the ten inputs of the published model, or with --candidates all 74 measurements
              time, event, reason     days to critical illness (event 1) or censoring (0), at most 30, and why it ended
              true_predictor          with --truth, the log hazard ratio that decided the course; no model knows more

            Examples:
              stratum simulate admissions --patients 5000 --seed 2025 --output admissions.csv
              stratum simulate admissions --patients 5000 --seed 2026 --candidates --truth --output all.csv
            """
    )

    @Option(help: "How many patients, 1 to 1000000.") var patients = 5000
    @Option(help: "Decides every patient; any whole number from 0.") var seed: UInt64 = 1
    @Flag(help: "Write all 74 measurements to choose from, not the ten inputs alone.") var candidates = false
    @Flag(help: "Write the logarithm of each patient's true hazard ratio.") var truth = false
    @Option(help: "CSV file to write; - is standard output.") var output: String
    @Flag(help: "Write over a file that is there.") var force = false

    func validate() throws {
        guard (1...1_000_000).contains(patients) else { throw ValidationError("--patients must be 1 to 1000000") }
    }

    func run() async throws {
        let isPrinted = output == StreamedFile.standard
        if !isPrinted {
            try OutputFile.check(output)
            if !force { try OutputFile.refuseExisting(output) }
        }
        let made = SimulatedAdmissions(seed: seed)
        let line = ProgressLine("Simulating")
        defer { line.finish() }
        let admissions = try await SimulationWorkers.map(patients) { index in
            line.update(index + 1, of: patients)
            return made.admission(index)
        }
        let table = AdmissionsTable.text(admissions, candidates: candidates, truth: truth)
        guard !isPrinted else { return try StreamedFile.writing(output) { try $0(Array(table.utf8)) } }
        try OutputFile.write(table, to: output)
        line.finish()
        print(summary(admissions))
    }

    private func summary(_ admissions: [SimulatedAdmission]) -> String {
        let followUp = FollowUp(
            times: admissions.map(\.course.days),
            events: admissions.map(\.course.isCritical)
        )
        let events = followUp.events.count { $0 }
        let share = String(format: "%.1f", 100 * Double(events) / Double(admissions.count))
        let columns = candidates ? AdmissionMeasurements.names.count : AdmissionInputs.names.count
        let truth = Concordance.harrell(followUp, risk: admissions.map(\.truePredictor))
        return
            "\(admissions.count) patients (seed \(seed)) in \(output): \(columns) measurements, \(events) critically ill "
            + "(\(share) %), C-index of the truth \(truth.estimate)"
    }
}

/// Simulated admissions as CSV, columns named as the published reference rows have them.
enum AdmissionsTable {
    static func text(_ admissions: [SimulatedAdmission], candidates: Bool, truth: Bool) -> String {
        let measurements = candidates ? AdmissionMeasurements.names : AdmissionInputs.names
        let header = ["row_id"] + measurements + ["time", "event", "reason"] + (truth ? ["true_predictor"] : [])
        var writer = CSVWriter(header: header)
        for admission in admissions {
            let values = candidates ? admission.measurements.values : admission.measurements.inputs.values
            let course = admission.course
            var fields = ["\(admission.index + 1)"] + values.map(number)
            fields += [number(course.days), course.isCritical ? "1" : "0", course.ending.rawValue]
            if truth { fields.append(number(admission.truePredictor)) }
            writer.add(fields)
        }
        return writer.text
    }

    /// The shortest text that reads back to the same number; whole numbers without a point.
    private static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }
}
