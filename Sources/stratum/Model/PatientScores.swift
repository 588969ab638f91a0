import CSV
import Foundation
import RiskModel

/// `model score --input`: a table of patients becomes a table of scores.
struct PatientScores {
    let model: DeepCoxModel
    let input: String
    let output: String

    /// Scores, and says on standard error what became of the rows.
    func run() throws {
        let line = ProgressLine("Scoring")
        defer { line.finish() }
        let tally = try naming {
            try StreamedFile.reading(input) { read in
                try StreamedFile.writing(output) { write in
                    try PatientTableScoring(model).run(read: read, write: write) { rows in
                        try Task.checkCancellation()
                        line.update(rows)
                    }
                }
            }
        }
        line.finish()
        tell(tally)
    }

    /// Names the file in what the reader found wrong with it.
    private func naming<T>(_ body: () throws -> T) throws -> T {
        let name = input == StreamedFile.standard ? "standard input" : input
        do {
            return try body()
        } catch let error as PatientTableError {
            throw Failure.refuse("\(name): \(error)", code: Failure.badData)
        } catch let error as CSVError {
            let place = error.line.map { "line \($0): " } ?? ""
            throw Failure.refuse("\(name): \(place)\(error.explanation)", code: Failure.badData)
        }
    }

    private func tell(_ tally: PatientTableScoring.Tally) {
        if !tally.ignored.isEmpty { Failure.note("columns without a meaning here: \(tally.ignored.joined(separator: ", "))") }
        let refused = tally.refused.sorted { $0.key < $1.key }.map { ", \($0.value) \($0.key)" }.joined()
        Failure.note("\(tally.rows) rows: \(tally.scored) scored\(refused)")
    }
}
