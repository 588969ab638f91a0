import Biostatistics
import CSV

/// A drift report as comma-separated text: one quantity of a site and month a line, numbers in full.
package enum DriftCSV {
    package static func text(_ report: DriftReport) -> String {
        var writer = CSVWriter(header: [
            "report", "model", "weights_sha256", "site", "month", "quantity", "numerator", "denominator", "estimate",
            "lower_limit", "upper_limit", "centre", "signal", "source",
        ])
        for site in report.sites {
            for index in site.months.indices {
                for row in rows(site, index) {
                    let month = site.months[index].month?.description ?? ""
                    let front = ["drift", report.model.model, report.model.weightsSHA256, site.code, month]
                    writer.add(front + row + [report.model.source])
                }
            }
        }
        return writer.text
    }

    private static func rows(_ site: DriftReport.Site, _ index: Int) -> [[String]] {
        let month = site.months[index]
        func count(_ name: String, _ value: Int) -> [String] { [name, "", "", "\(value)", "", "", "", ""] }
        let quantiles = zip(["score_p05", "score_p25", "score_p50", "score_p75", "score_p95"], month.quantiles)
        return [
            count("recordings", month.recordings), count("scored", month.scored), count("not_scored", month.waiting),
            share("flagged", site.flagged, index), share("turned_away", site.refused, index),
        ] + quantiles.map { [$0, "", "", $1.description, "", "", "", ""] }
            + month.reasons.sorted { $0.key < $1.key }.map { count("turned_away_for_\($0.key)", $0.value) }
    }

    private static func share(_ name: String, _ chart: ProportionChart, _ index: Int) -> [String] {
        let point = chart.points[index]
        let signals = [point.isAbove ? "above" : nil, point.isBelow ? "below" : nil, point.isInRun ? "run" : nil]
        return [
            name, "\(point.counts.events)", "\(point.counts.total)", point.counts.estimate?.description ?? "",
            point.limitShares?.lowerBound.description ?? "", point.limitShares?.upperBound.description ?? "",
            chart.centre?.description ?? "", signals.compactMap(\.self).joined(separator: " "),
        ]
    }
}
