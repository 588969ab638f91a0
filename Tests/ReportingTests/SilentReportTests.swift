import Biostatistics
import Testing
import Trial

@testable import Reporting

@Suite struct SilentReportTests {
    /// Scores and labels of ten who were echoed, six at AAA; threshold 0.5.
    private static let echoes: [(String, Double, Bool?)] = [
        ("AAA", 0.9, true), ("AAA", 0.8, true), ("AAA", 0.7, false), ("AAA", 0.5, true), ("AAA", 0.4, true),
        ("AAA", 0.3, false), ("BBB", 0.6, false), ("BBB", 0.2, false), ("BBB", 0.1, true), ("BBB", 0.55, nil),
    ]

    static let tally = SilentTally(
        model: DriftReportTests.model,
        counts: [
            .init(site: "AAA", standing: .echoed, patients: 6, flagged: 4),
            .init(site: "AAA", standing: .neverEchoed, patients: 80, flagged: 4),
            .init(site: "AAA", standing: .open, patients: 20, flagged: 3),
            .init(site: "AAA", standing: .echoedBefore, patients: 11, flagged: 6),
            .init(site: "BBB", standing: .echoed, patients: 4, flagged: 2),
            .init(site: "BBB", standing: .neverEchoed, patients: 20, flagged: 1),
            .init(site: "BBB", standing: .notLinked, patients: 5, flagged: 1),
            .init(site: "BBB", standing: .enrolled, patients: 3, flagged: 2),
        ],
        echoes: echoes.map { site, score, label in
            .init(site: site, score: score, labels: label.map { [.shd: $0] } ?? [:])
        },
        days: 365,
        asOf: "2026-01-01"
    )

    private func report(_ tally: SilentTally = tally) throws -> SilentReport {
        try SilentReport(tally, outcome: .shd, level: 0.95)
    }

    @Test func `the counts are those worked out by hand`() throws {
        let all = try #require(try report().groups.first)
        #expect(all.site == nil)
        // Flagged: 0.9 +, 0.8 +, 0.7 -, 0.5 + (on the threshold), 0.6 -; not: 0.4 +, 0.3 -, 0.2 -, 0.1 +.
        #expect(
            all.matrix
                == ConfusionMatrix(truePositives: 3, falsePositives: 2, falseNegatives: 2, trueNegatives: 2)
        )
        #expect(all.unknown == 1)
        #expect(all.scored == Proportion(events: 23, total: 149))
        #expect(all.flagged == Proportion(events: 15, total: 135))
        #expect(all.echoed == Proportion(events: 15, total: 135))
        let counts = Dictionary(uniqueKeysWithValues: all.measures.map { ($0.id, $0.counts) })
        #expect(counts["ppv"] == Proportion(events: 3, total: 5))
        #expect(counts["sensitivity"] == Proportion(events: 3, total: 5))
        #expect(counts["specificity"] == Proportion(events: 2, total: 4))
        #expect(counts["prevalence"] == Proportion(events: 5, total: 9))
        #expect(counts["flagged_never_echoed"] == Proportion(events: 5, total: 100))
        #expect(counts["flagged_echoed"] == Proportion(events: 6, total: 10))
    }

    /// R, with x the scores of the five with the condition and y of the four without: `a <- sapply(x, function(v)
    /// mean(v > y)); b <- sapply(y, function(v) mean(x > v)); s <- sqrt(var(a) / 5 + var(b) / 4);
    /// mean(a) + qnorm(c(.025, .975)) * s`, which is 0.1691… and 1.0309…, cut at 1.
    @Test func `the area is R's, with DeLong's interval`() throws {
        let area = try #require(try report().groups.first).auroc
        #expect(try abs(#require(area.point) - 0.6) < 1e-12)
        #expect(try abs(#require(area.interval).lower - 0.169104989972171) < 1e-9)
        #expect(try #require(area.interval).upper == 1)
    }

    @Test func `each site stands for itself, and one site alone only once`() throws {
        let groups = try report().groups
        #expect(groups.map(\.site) == [nil, "AAA", "BBB"])
        #expect(groups[1].matrix.total + groups[2].matrix.total == groups[0].matrix.total)
        let one = SilentTally(
            model: Self.tally.model,
            counts: Self.tally.counts.filter { $0.site == "AAA" },
            echoes: Self.tally.echoes.filter { $0.site == "AAA" },
            days: 365,
            asOf: "2026-01-01"
        )
        #expect(try report(one).groups.count == 1)
    }

    @Test func `nobody scored is refused, and nobody echoed is not estimable`() throws {
        let nobody = SilentTally(model: Self.tally.model, counts: [], echoes: [], days: 365, asOf: "2026-01-01")
        #expect(throws: ReportingError.self) { try report(nobody) }
        let unseen = SilentTally(
            model: Self.tally.model,
            counts: [.init(site: "AAA", standing: .open, patients: 9, flagged: 1)],
            echoes: [],
            days: 365,
            asOf: "2026-01-01"
        )
        let group = try #require(try report(unseen).groups.first)
        #expect(group.auroc.point == nil)
        let text = SilentText.text(try report(unseen), coloured: false)
        #expect(text.contains("NE"))
    }

    @Test func `every form says that sensitivity is of those who were echoed alone`() throws {
        let report = try report()
        for text in [
            SilentText.text(report, coloured: false), SilentJSON.text(report), try SilentPage.html(report),
        ] {
            #expect(text.contains("verification bias"))
        }
        #expect(ReportCSV.text(report).contains("silent,m<1>,shd,all,ppv,3,5,0.6,"))
    }
}
