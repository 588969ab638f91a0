import ArgumentParser
import CSV
import Foundation
import RiskModel

/// Whether and how missing inputs are filled in.
struct ImputationOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Complete patients as CSV, from whom missing inputs are drawn.",
        completion: .file(extensions: ["csv"])
    )
    var reference: String?
    @Option(name: .long, help: "Decides every draw, with the number of the row.") var seed: UInt64 = 1
    @Option(name: .long, help: "Draws of each patient, 2 to 1000.") var draws = 20

    func validate() throws {
        guard (2...1000).contains(draws) else { throw ValidationError("--draws must be 2 to 1000") }
    }

    /// The reference, read; nil where none is named.
    func load(for model: DeepCoxModel) throws -> Imputation? {
        guard let reference else { return nil }
        let (cohort, leftOut) = try PatientFile.naming(reference) {
            try StreamedFile.reading(reference) { try ReferenceCohort.read(model.survival.inputs, from: $0) }
        }
        if leftOut > 0 { Failure.note("\(reference): \(leftOut) incomplete patients left out, \(cohort.count) used") }
        return try Imputation(cohort: cohort, seed: seed, draws: draws)
    }
}

/// Tables of patients on disk.
enum PatientFile {
    /// As much as a hundred measurements of a hundred thousand patients take.
    private static let sizeLimit = 128 << 20

    /// A whole table of at most as many bytes.
    ///
    /// - Throws: exit code 65 with the path, the line and the remedy.
    static func table(_ path: String) throws -> CSVTable {
        var limits = CSVLimits.usual
        limits.bytes = sizeLimit
        let bytes = try InputFile.read(path, limit: sizeLimit)
        return try naming(path) { try CSVReader(limits: limits).read(Array(bytes)) }
    }

    /// Runs `body`, and names the file in what a reader found wrong with it.
    static func naming<T>(_ path: String, _ body: () throws -> T) throws -> T {
        let name = path == StreamedFile.standard ? "standard input" : path
        do {
            return try body()
        } catch let error as PatientTableError {
            throw Failure.refuse("\(name): \(error)", code: Failure.badData)
        } catch let error as CSVError {
            let place = error.line.map { "line \($0): " } ?? ""
            throw Failure.refuse("\(name): \(place)\(error.explanation)", code: Failure.badData)
        } catch let error as RiskModelError {
            throw Failure.refuse("\(name): \(error)", code: Failure.badData)
        }
    }
}
