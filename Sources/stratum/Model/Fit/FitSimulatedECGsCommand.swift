import ArgumentParser
import Electrocardiogram
import Foundation
import RiskModel
import Simulation
import Trial

struct FitSimulatedECGsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: FitSimulatedECGsCommand.model,
        abstract: "Fits the demonstration model to simulated ECGs.",
        discussion: """
            Simulates patients, passes their ECGs through the quality gate and the preprocessing, draws random \
            convolutions, fits the output layer and measures the model on patients it has not seen. The same command \
            gives the same bytes on the same kind of processor. It takes a minute and tells less than the model that \
            ships, whose convolutions are trained, too (Models/recipe). Such a model is for demonstration and testing, \
            never for patients.

            Example:
              stratum model fit shd-simulated --patients 6000 --seed 2025 --width 8 --output shd-simulated.safetensors
            """
    )

    /// The id of the model it makes, which also calls it.
    private static let model = "shd-simulated"

    @Option(help: "Patients to fit on, 200 to 20000.") var patients = 6000
    @Option(help: "Decides patients and convolutions; the unseen patients come from the next seed.")
    var seed: UInt64 = 2025
    @Option(help: "Channels of the first layer, 1 to 64.") var width = 8
    @Option(help: "File of the weights, ending in .safetensors.") var output: String
    @Option(help: "File of the card (default: beside the weights, ending in .json).") var card: String?

    func validate() throws {
        guard (200...20_000).contains(patients) else { throw ValidationError("--patients must be 200 to 20000") }
        guard (1...64).contains(width) else { throw ValidationError("--width must be 1 to 64") }
        guard output.hasSuffix(".safetensors") else { throw ValidationError("--output must end in .safetensors") }
    }

    func run() async throws {
        for path in [output, card].compactMap(\.self) { try OutputFile.check(path) }
        do {
            let seen = try await PreparedCohort.simulate(patients, seed: seed, title: "Simulating")
            Failure.note("fitting \(PreparedCohort.outputs.count) outputs to \(seen.inputs.count) recordings")
            let fit = try ModelFit(
                inputs: seen.inputs,
                labels: seen.labels,
                outputs: PreparedCohort.outputs,
                width: width,
                seed: seed,
                population: "\(seen.inputs.count) simulated ECGs of seed \(seed)"
            )
            let unseen = try await PreparedCohort.simulate(
                max(200, patients / 3),
                seed: seed &+ 1,
                title: "Simulating unseen patients"
            )
            try write(fit, described: try card(of: fit, measuredOn: unseen))
        } catch let error as RiskModelError {
            throw Failure.refuse("\(error)", code: Failure.badData)
        } catch let error as CocoaError {
            throw Failure.refuse("\(output): \(error.localizedDescription)", code: Failure.unavailable)
        }
    }

    private func card(of fit: ModelFit, measuredOn unseen: PreparedCohort) throws -> ModelCard {
        var card = ModelCard(
            id: Self.model,
            title: "Structural heart disease, fitted to simulated ECGs",
            intendedUse: "For demonstration and testing only. It has seen simulated ECGs and nothing else: its output "
                + "says nothing about a person. Never for patients.",
            notForPatients: true,
            weightsSHA256: fit.weights.digest,
            preprocessing: EchoNextPreprocessing.version,
            outputs: PreparedCohort.outputs.map { ModelCard.Output(label: $0) },
            fitting: fit.fitting
        )
        card.fitting.description +=
            "; made by: stratum model fit \(Self.model) --patients \(patients) --seed \(seed) --width \(width)"
            + " --output \(Self.model).safetensors"
        card.performance = try performance(of: RiskModel(weights: fit.weights, card: card), on: unseen)
        return card
    }

    private func performance(of model: RiskModel, on unseen: PreparedCohort) throws -> [ModelCard.Performance] {
        let logits = try stride(from: 0, to: unseen.inputs.count, by: 64).flatMap { start in
            try model.assess(Array(unseen.inputs[start..<min(start + 64, unseen.inputs.count)]))
                .map { $0.outputs.map(\.logit) }
        }
        return PreparedCohort.outputs.enumerated().map { index, output in
            let labels = unseen.labels.map { $0[index] }
            let auroc = AreaUnderROC.of(scores: logits.map { $0[index] }, labels: labels)
            return ModelCard.Performance(
                output: output,
                auroc: auroc.map { ($0 * 1e4).rounded() / 1e4 },
                recordings: labels.count,
                events: labels.count { $0 },
                population: "simulated ECGs of seed \(seed &+ 1), not seen in fitting"
            )
        }
    }

    private func write(_ fit: ModelFit, described card: ModelCard) throws {
        let cardPath = self.card ?? output.dropLast(".safetensors".count) + ".json"
        try fit.weights.safetensors.write(to: URL(fileURLWithPath: output), options: .atomic)
        try card.json.write(to: URL(fileURLWithPath: cardPath), options: .atomic)
        for line in card.performance {
            let area = line.auroc.map { String(format: "%.3f", $0) } ?? "not estimable"
            print("\(line.output)  AUROC \(area), \(line.events)/\(line.recordings)")
        }
        print("\(output): weights \(card.weightsSHA256)")
    }
}

/// Simulated patients whose ECGs passed the gate, ready for a network, with what their echo would find.
struct PreparedCohort {
    let inputs: [PreparedInput]
    /// In the order of ``outputs``.
    let labels: [[Bool]]

    /// The eleven components, then the composite, as EchoNext orders them.
    static let outcomes = Outcome.components + [.shd]
    static var outputs: [String] { outcomes.map(\.rawValue) }

    static func simulate(_ count: Int, seed: UInt64, title: String) async throws -> PreparedCohort {
        guard let date = CalendarDate(year: 2025, month: 6, day: 30) else {
            return PreparedCohort(inputs: [], labels: [])
        }
        let cohort = SimulatedCohort(seed: seed, referenceDate: date)
        let definition = OutcomeDefinition(missingFieldRule: .absentIsNegative)
        let line = ProgressLine(title)
        defer { line.finish() }
        let cases = try await SimulationWorkers.map(count) { index -> (PreparedInput, [Bool])? in
            let patient = cohort.patient(index)
            line.update(index + 1, of: count)
            guard QualityGate.reasons(for: patient.recording).isEmpty else { return nil }
            let labels = definition.labels(of: patient.echo)
            return (try EchoNextPreprocessing.prepare(patient.recording), outcomes.map { labels[$0] ?? false })
        }.compactMap(\.self)
        return PreparedCohort(inputs: cases.map(\.0), labels: cases.map(\.1))
    }
}
