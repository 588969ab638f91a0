import Foundation
import RiskModel

/// `model score --input`: a table of patients becomes a table of scores.
struct PatientScores {
    let model: DeepCoxModel
    let imputation: Imputation?
    let input: String
    let output: String

    /// Scores, and says on standard error what became of the rows.
    func run() throws {
        let line = ProgressLine("Scoring")
        defer { line.finish() }
        let tally = try PatientFile.naming(input) {
            try StreamedFile.reading(input) { read in
                try StreamedFile.writing(output) { write in
                    try PatientTableScoring(model, imputation: imputation).run(read: read, write: write) { rows in
                        try Task.checkCancellation()
                        line.update(rows)
                    }
                }
            }
        }
        line.finish()
        tell(tally)
    }

    private func tell(_ tally: PatientTableScoring.Tally) {
        if !tally.ignored.isEmpty {
            Failure.note("columns without a meaning here: \(tally.ignored.joined(separator: ", "))")
        }
        if tally.muchImputed > 0 {
            let limit = ImputedScore.warningLimit
            Failure.note("\(tally.muchImputed) rows have more than \(limit) imputed inputs: trust their scores little")
        }
        let refused = tally.refused.sorted { $0.key < $1.key }.map { ", \($0.value) \($0.key)" }.joined()
        Failure.note(
            "\(tally.rows) rows: \(tally.scored) scored, \(tally.imputed) of them with imputed inputs\(refused)"
        )
    }
}
