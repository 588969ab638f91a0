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

    /// How many rows have no score, and why; nothing where all have one.
    private func refused(_ tally: PatientTableScoring.Tally) -> String {
        guard tally.rows > tally.scored else { return "" }
        let reasons = tally.refused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "; \(tally.rows - tally.scored) not scored, see the column reason: \(reasons.joined(separator: ", "))"
    }

    private func tell(_ tally: PatientTableScoring.Tally) {
        if !tally.ignored.isEmpty {
            Failure.note("columns without a meaning here: \(tally.ignored.joined(separator: ", "))")
        }
        if tally.muchImputed > 0 {
            let limit = ImputedScore.warningLimit
            Failure.note("\(tally.muchImputed) rows have more than \(limit) imputed inputs: trust their scores little")
        }
        if let line = tally.firstRepeat {
            let kept = PatientTableScoring.identifiersKept
            let among = tally.rows > kept ? " among the first \(kept)" : ""
            Failure.note(
                "\(tally.repeated) rows\(among) have the row_id of an earlier one, the first on line \(line): only the order "
                    + "tells them apart"
            )
        }
        Failure.note(
            "\(tally.rows) rows: \(tally.scored) scored, \(tally.imputed) of them with imputed inputs\(refused(tally))"
        )
    }
}
