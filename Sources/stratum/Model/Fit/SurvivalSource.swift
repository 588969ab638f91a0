import ArgumentParser
import Foundation
import RiskModel
import Trial
import TrialService

/// Where patients with follow-up come from: a file of a cohort, or a data cut of a trial.
struct SurvivalSource: ParsableArguments {
    /// Patients, and whose they are.
    struct Patients {
        let cohort: SurvivalCohort
        /// As messages name the source.
        let name: String
        /// As the card does.
        let origin: String
    }

    @Option(help: "CSV file of the patients to fit to.", completion: .file(extensions: ["csv"])) var cohort: String?
    @Option(help: "A data cut of a trial that ends in follow-up, by its number, in place of --cohort.") var cut: Int?
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard (cohort == nil) != (cut == nil) else {
            throw ValidationError("give patients with follow-up: either --cohort or --cut")
        }
        guard cut != nil || (trial.trial == nil && acting.account == nil && acting.data == nil) else {
            throw ValidationError("--trial, --as and --data belong to --cut")
        }
        guard cut.map((1...Int(Int32.max)).contains) ?? true else {
            throw ValidationError("--cut \(cut ?? 0): data cuts are numbered from 1")
        }
    }

    /// - Parameters:
    ///   - inputs: measurements to read; nil for all.
    ///   - purpose: enters the trial's audit trail.
    /// - Returns: the patients, and whose they are.
    /// - Throws: exit code 65 with what does not fit, 77 where the account may not.
    func read(_ inputs: [String]?, for purpose: String) async throws -> Patients {
        if let cohort {
            let name = URL(fileURLWithPath: cohort).lastPathComponent.printable(limit: 120)
            return Patients(cohort: try SurvivalCohortFile.read(cohort, inputs: inputs), name: cohort, origin: name)
        }
        return try await acting.withService { service in
            let id = try await trial.resolve(service)
            let named = try await service.cut(cut, of: id, for: purpose)
            let name = "data cut \(named.number) of trial \(id.rawValue)"
            let found = try ModelFile.naming(name) { try TrialCohort(named.cut, inputs: inputs) }
            found.remarks.forEach { Failure.note("\(name): \($0)") }
            let digest = named.digest.map { String(format: "%02x", $0) }.joined()
            return Patients(cohort: found.patients, name: name, origin: "\(name), SHA-256 \(digest)")
        }
    }
}
