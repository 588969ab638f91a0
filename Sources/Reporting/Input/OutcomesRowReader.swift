import CSV
import Trial

/// Turns the records of an outcomes file into participants.
struct OutcomesRowReader {
    let columns: OutcomesColumns
    let cutPoints: [String: CutPointSet]
    let file: SourceFile

    /// Every row, or what is wrong with each that is refused.
    func rows(_ records: [CSVTable.Record]) throws(ReportingError) -> [DataCut.Row] {
        var lines: [String: Int] = [:]
        var rows: [DataCut.Row] = []
        var refused: [ReportingError] = []
        rows.reserveCapacity(records.count)
        for record in records {
            do throws(ReportingError) {
                rows.append(try row(record, lines: &lines))
            } catch {
                refused.append(error)
            }
        }
        guard let first = refused.first else { return rows }
        throw refused.count == 1 ? first : .badRows(file: file.name, refused, rows: records.count)
    }

    private func row(_ record: CSVTable.Record, lines: inout [String: Int]) throws(ReportingError) -> DataCut.Row {
        let row = try row(record)
        if let first = lines[row.subject] {
            throw file.problem(line: record.line, field: "subject_id", .duplicate(firstLine: first))
        }
        lines[row.subject] = record.line
        return row
    }

    private func row(_ record: CSVTable.Record) throws(ReportingError) -> DataCut.Row {
        var assessments: [String: DataCut.Assessment] = [:]
        for model in columns.models {
            assessments[model] = try assessment(of: model, in: record)
        }
        guard let subject = try text(columns.subject, "subject_id", in: record) else {
            throw file.problem(line: record.line, field: "subject_id", .empty)
        }
        return DataCut.Row(
            subject: subject,
            site: try text(columns.site, "site", in: record),
            age: try age(in: record),
            sex: try text(columns.sex, "sex", in: record),
            assessments: assessments,
            outcomes: try outcomes(in: record)
        )
    }

    private func text(_ column: Int?, _ name: String, in record: CSVTable.Record) throws(ReportingError) -> String? {
        guard let column, record.fields[column].contains(where: { !$0.isWhitespace }) else { return nil }
        let limit = 64
        guard SafeText.isSafe(record.fields[column], limit: limit) else {
            throw file.problem(line: record.line, field: name, .unsafeText(limit: limit))
        }
        return record.fields[column]
    }

    private func age(in record: CSVTable.Record) throws(ReportingError) -> Double? {
        guard let column = columns.age, !record.fields[column].isEmpty else { return nil }
        guard let age = Double(record.fields[column]), (0...130).contains(age) else {
            throw file.problem(line: record.line, field: "age", .notAnAge)
        }
        return age
    }

    /// Nil where the file says nothing of this model and this participant.
    private func assessment(
        of model: String,
        in record: CSVTable.Record
    ) throws(ReportingError) -> DataCut.Assessment? {
        let score = try score(of: model, in: record)
        let stated = try statedTier(of: model, in: record)
        let tier: TierAssignment? =
            if let cuts = cutPoints[model] {
                score.map { .derived(cuts.tier(for: $0)) }
            } else {
                stated.map { .reported(ReportedTier(id: $0)) }
            }
        guard score != nil || tier != nil else { return nil }
        return DataCut.Assessment(score: score, tier: tier)
    }

    private func score(of model: String, in record: CSVTable.Record) throws(ReportingError) -> Double? {
        guard let column = columns.scores[model], !record.fields[column].isEmpty else { return nil }
        guard let score = Double(record.fields[column]), (0...1).contains(score) else {
            throw file.problem(line: record.line, field: "\(model)_score", .notAScore)
        }
        return score
    }

    private func statedTier(of model: String, in record: CSVTable.Record) throws(ReportingError) -> TierID? {
        guard let column = columns.tiers[model], !record.fields[column].isEmpty else { return nil }
        guard let tier = TierScale.tier(reported: record.fields[column]) else {
            throw file.problem(line: record.line, field: "\(model)_tier", .notATier)
        }
        return tier
    }

    private func outcomes(in record: CSVTable.Record) throws(ReportingError) -> [Outcome: Bool] {
        var known: [Outcome: Bool] = [:]
        for (outcome, column) in columns.outcomes {
            switch record.fields[column] {
            case "1": known[outcome] = true
            case "0": known[outcome] = false
            case "": continue
            default: throw file.problem(line: record.line, field: outcome.rawValue, .notAnOutcome)
            }
        }
        if let (field, problem) = OutcomeConsistency.problem(in: known) {
            throw file.problem(line: record.line, field: field.rawValue, problem)
        }
        return known
    }
}
