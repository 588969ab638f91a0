import CSV
package import Trial

/// Makes a data cut from an outcomes file of a trial that was run elsewhere.
package struct OutcomesFile: Sendable {
    /// Columns as `Docs/decisions/csv.md` and the command's help list them.
    package var outcomes: SourceFile
    /// Columns `tier,eligible`; nil: no frame, so nothing can be weighted.
    package var frame: SourceFile?
    /// Plain text, one remark a line.
    package var remarks: SourceFile?
    /// Nil: the first model of the header.
    package var enrollingModel: String?
    package var cutPoints: [CutPointOption]

    package init(
        outcomes: SourceFile,
        frame: SourceFile? = nil,
        remarks: SourceFile? = nil,
        enrollingModel: String? = nil,
        cutPoints: [CutPointOption] = []
    ) {
        self.outcomes = outcomes
        self.frame = frame
        self.remarks = remarks
        self.enrollingModel = enrollingModel
        self.cutPoints = cutPoints
    }

    /// Reads the files; throws with every row that cannot be taken as it stands.
    package func dataCut() throws(ReportingError) -> DataCut {
        let table = try outcomes.table()
        let columns = try OutcomesColumns(header: table.header, file: outcomes)
        guard !table.records.isEmpty else { throw outcomes.problem(.noRows) }
        let enrolling = try checkedEnrollingModel(columns)
        let cuts = try checkedCutPoints(columns)
        let reader = OutcomesRowReader(columns: columns, cutPoints: cuts, file: outcomes)
        let rows = try reader.rows(table.records)
        let frameFile = try readFrame(enrolling: enrolling, rows: rows)
        return DataCut(
            source: [outcomes.title, frame.map { "frame \($0.title)" }].compactMap(\.self).joined(separator: "; "),
            models: columns.models,
            enrollingModel: enrolling,
            tiers: scales(columns, cuts: cuts, rows: rows, enrolling: enrolling, frame: frameFile),
            cutPointSets: cuts,
            outcomes: columns.outcomes.map(\.outcome),
            frame: frameFile?.eligible,
            rows: rows,
            remarks: try remarks(columns, cuts: cuts, rows: rows, frame: frameFile, table: table)
        )
    }

    /// The remarks that reading added to those the remarks file holds: columns not used, participants without a tier.
    package func warnings(in cut: DataCut) -> [String] {
        let given = (try? remarks.map(RemarksFile.remarks)) ?? []
        return cut.remarks.filter { !given.contains($0) }
    }

    private func checkedEnrollingModel(_ columns: OutcomesColumns) throws(ReportingError) -> String {
        guard let enrollingModel else { return columns.models[0] }
        guard columns.models.contains(enrollingModel) else {
            throw .badRequest(
                "--enrolling \(SafeText.cleaned(enrollingModel)): \(outcomes.name) has no such model; "
                    + "it has \(columns.models.joined(separator: ", "))"
            )
        }
        return enrollingModel
    }

    private func checkedCutPoints(_ columns: OutcomesColumns) throws(ReportingError) -> [String: CutPointSet] {
        var cuts: [String: CutPointSet] = [:]
        for option in cutPoints {
            guard columns.scores[option.model] != nil else {
                let model = SafeText.cleaned(option.model)
                throw .badRequest("--cut-points \(model): \(outcomes.name) has no column \(model)_score")
            }
            cuts[option.model] = option.cutPointSet
        }
        for model in columns.models where columns.tiers[model] == nil && cuts[model] == nil {
            throw outcomes.problem(line: 1, field: "\(model)_score", .scoresWithoutTiers(model: model))
        }
        return cuts
    }

    private func readFrame(enrolling: String, rows: [DataCut.Row]) throws(ReportingError) -> FrameFile? {
        guard let frame else { return nil }
        let file = try FrameFile(frame)
        var enrolled: [TierID: Int] = [:]
        for row in rows {
            if let id = row.assessments[enrolling]?.tier?.id { enrolled[id, default: 0] += 1 }
        }
        try file.check(enrolled: enrolled)
        return file
    }

    private func scales(
        _ columns: OutcomesColumns,
        cuts: [String: CutPointSet],
        rows: [DataCut.Row],
        enrolling: String,
        frame: FrameFile?
    ) -> [String: [Tier]] {
        var scales: [String: [Tier]] = [:]
        for model in columns.models {
            let seen = Set(rows.compactMap { $0.assessments[model]?.tier?.id })
            let framed = model == enrolling ? frame : nil
            let unrecruited = framed?.unrecruited ?? []
            let declared = cuts[model]?.tiers.map {
                Tier(id: $0.id, label: $0.label, recruited: !unrecruited.contains($0.id))
            }
            scales[model] =
                declared ?? TierScale.scale(seen: seen.union(framed?.seen ?? []), unrecruited: unrecruited)
        }
        return scales
    }

    private func remarks(
        _ columns: OutcomesColumns,
        cuts: [String: CutPointSet],
        rows: [DataCut.Row],
        frame: FrameFile?,
        table: CSVTable
    ) throws(ReportingError) -> [String] {
        var all: [String] = []
        if let remarks { all += try RemarksFile.remarks(in: remarks) }
        all += Self.unused(columns.unknown, in: outcomes.name)
        if let frame, let name = self.frame?.name { all += Self.unused(frame.unknownColumns, in: name) }
        for model in columns.models {
            all += Self.tierRemarks(model, columns: columns, cuts: cuts[model], rows: rows, table: table)
        }
        return all
    }

    private static func unused(_ names: [String], in file: String) -> [String] {
        guard !names.isEmpty else { return [] }
        let list = names.prefix(20).map { SafeText.cleaned($0) }.joined(separator: ", ")
        let more = names.count > 20 ? " and \(names.count - 20) more" : ""
        return ["Columns of \(file) that mean nothing here and were not used: \(list)\(more)."]
    }

    private static func tierRemarks(
        _ model: String,
        columns: OutcomesColumns,
        cuts: CutPointSet?,
        rows: [DataCut.Row],
        table: CSVTable
    ) -> [String] {
        var remarks: [String] = []
        let without = rows.count { $0.assessments[model]?.tier == nil }
        if without > 0 {
            remarks.append(
                "\(model): \(without) of \(rows.count) participants have no tier and are in none of its rows."
            )
        }
        if cuts != nil, let column = columns.tiers[model] {
            let stated = table.records.map { TierScale.tier(reported: $0.fields[column]) }
            let other = zip(stated, rows).count { $0 != $1.assessments[model]?.tier?.id }
            remarks.append(
                "\(model): tiers derived from the given cut points; the tiers the file states were not used "
                    + "(\(other) of \(rows.count) differ)."
            )
        }
        return remarks
    }
}
