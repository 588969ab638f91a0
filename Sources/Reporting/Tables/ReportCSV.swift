import Biostatistics
import Trial

/// Reports as comma-separated text in long form, one estimate a line.
package enum ReportCSV {
    package static func text(_ report: TierYieldReport) -> String {
        var table = LongTable(report: "tier-yield", source: report.header.source)
        for section in report.sections {
            for row in section.rows + [section.overall] { add(row, of: section, to: &table) }
            table.add(
                LongTable.Key(model: section.model, outcome: section.outcome.rawValue, tier: "overall"),
                trend: section.trend
            )
        }
        return table.text
    }

    package static func text(_ report: AccuracyReport) -> String {
        var table = LongTable(report: "accuracy", source: report.header.source)
        for section in report.sections {
            for cut in section.cuts {
                let key = LongTable.Key(
                    model: section.model,
                    outcome: section.outcome.rawValue,
                    tier: cut.tier.id.rawValue
                )
                for measure in cut.measures {
                    let name = measure.kind.rawValue
                    table.add(key, name + "_naive", measure.naive, counts: measure.counts)
                    table.add(key, name + "_weighted", measure.weighted)
                }
            }
        }
        return table.text
    }

    private static func add(
        _ row: TierYieldReport.Row,
        of section: TierYieldReport.Section,
        to table: inout LongTable
    ) {
        let key = LongTable.Key(model: section.model, outcome: section.outcome.rawValue, tier: row.id)
        table.addCount(key, "enrolled", row.tally.enrolled)
        table.addCount(key, "echoed", row.tally.echoed)
        table.add(key, "yield", row.wilson, counts: row.tally.proportion)
        table.add(key, "yield", row.clopperPearson, counts: row.tally.proportion)
        table.add(key, "number_needed_to_echo", row.numberNeededToEcho)
        guard let contrast = row.againstLowest else { return }
        table.add(key, "risk_ratio_against_lowest", contrast.riskRatio)
        table.add(key, "risk_difference_against_lowest", contrast.riskDifference)
    }
}
