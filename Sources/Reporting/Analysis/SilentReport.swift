package import Biostatistics
package import Trial

/// How a model that scored beside routine care would have done: flagged, later echoed, and what was found.
package struct SilentReport: Sendable, Equatable {
    package let model: WatchedModel
    package let outcome: Outcome
    package let level: Double
    package let days: Int
    package let asOf: String
    /// All sites together, then each by code where there are several.
    package let groups: [Group]

    /// One site, or all.
    package struct Group: Sendable, Equatable {
        /// Nil: all sites.
        package let site: String?
        /// Flagged among the patients of each place; every place is there.
        package let standings: [SilentStanding: Proportion]
        /// Of the echoed with a known outcome.
        package let matrix: ConfusionMatrix
        /// Echoed, and the outcome cannot be told from the findings.
        package let unknown: Int
        /// Area under the curve among the echoed with a known outcome, with DeLong's interval.
        package let auroc: Estimate

        /// Flagged among all who were watched.
        package var flagged: Proportion { sum { $0.isFollowed } }
        /// Flagged among all who were scored, watched or not.
        package var scored: Proportion { sum { _ in true } }
        /// Echoed so far, linked or not, among all who were watched; leaving out those who have days left would make it
        /// too high.
        package var echoed: Proportion {
            Proportion(events: count(.echoed) + count(.notLinked), total: flagged.total)
        }

        package func count(_ standing: SilentStanding) -> Int { standings[standing]?.total ?? 0 }

        private func sum(_ included: (SilentStanding) -> Bool) -> Proportion {
            let chosen = SilentStanding.allCases.filter(included).compactMap { standings[$0] }
            return Proportion(events: chosen.map(\.events).reduce(0, +), total: chosen.map(\.total).reduce(0, +))
        }
    }

    /// One figure with its counts, in the order of the report.
    package struct Measure: Sendable {
        package let id: String
        package let title: String
        package let counts: Proportion
    }

    /// - Throws: ``ReportingError/badRequest(_:)`` where nobody was scored, or the level is none.
    package init(_ tally: SilentTally, outcome: Outcome, level: Double) throws(ReportingError) {
        guard (0.5..<1).contains(level) else {
            throw .badRequest("level \(level): give a confidence level from 0.5 to below 1, such as 0.95")
        }
        guard tally.counts.contains(where: { $0.patients > 0 }) else {
            throw .badRequest(
                "\(tally.model.identity): has scored nobody at the sites that the account sees in trial "
                    + "\(tally.model.trial); release it in shadow with `stratum model release --shadow`"
            )
        }
        model = tally.model
        self.outcome = outcome
        self.level = level
        days = tally.days
        asOf = tally.asOf
        let sites = Set(tally.counts.map(\.site)).sorted()
        groups = ([nil] + (sites.count > 1 ? sites.map(Optional.some) : [])).map { site in
            Self.group(site, tally, outcome, level)
        }
    }

    private static func group(_ site: String?, _ tally: SilentTally, _ outcome: Outcome, _ level: Double) -> Group {
        let counts = tally.counts.filter { site == nil || $0.site == site }
        let echoes = tally.echoes.filter { site == nil || $0.site == site }
        let known = echoes.compactMap { echo in echo.labels[outcome].map { (score: echo.score, label: $0) } }
        func cell(_ flagged: Bool, _ label: Bool) -> Int {
            known.count { ($0.score >= tally.model.threshold) == flagged && $0.label == label }
        }
        return Group(
            site: site,
            standings: Dictionary(
                uniqueKeysWithValues: SilentStanding.allCases.map { standing in
                    let own = counts.filter { $0.standing == standing }
                    let patients = own.map(\.patients).reduce(0, +)
                    return (standing, Proportion(events: own.map(\.flagged).reduce(0, +), total: patients))
                }
            ),
            matrix: ConfusionMatrix(
                truePositives: cell(true, true),
                falsePositives: cell(true, false),
                falseNegatives: cell(false, true),
                trueNegatives: cell(false, false)
            ),
            unknown: echoes.count - known.count,
            auroc: auroc(known.map(\.score), known.map(\.label), level)
        )
    }

    private static func auroc(_ scores: [Double], _ labels: [Bool], _ level: Double) -> Estimate {
        switch RankedScores(scores: scores, labels: labels).auroc() {
        case .success(let area): area.wald(level: level)
        case .failure(let reason): .notEstimable(reason)
        }
    }
}

extension SilentReport.Group {
    /// What is estimated of the group; each share has Wilson's interval.
    package var measures: [SilentReport.Measure] {
        [
            .init(id: "flagged", title: "Flagged, of those watched", counts: flagged),
            .init(id: "echoed", title: "Echoed so far, of those watched", counts: echoed),
            .init(
                id: "flagged_echoed",
                title: "Flagged, of those echoed and linked",
                counts: standings[.echoed] ?? .init(events: 0, total: 0)
            ),
            .init(
                id: "flagged_never_echoed",
                title: "Flagged, of those not echoed",
                counts: standings[.neverEchoed] ?? .init(events: 0, total: 0)
            ),
            .init(id: "prevalence", title: "With the condition, of those echoed", counts: matrix.prevalence),
            .init(id: "ppv", title: "PPV: with the condition, of those flagged", counts: matrix.ppv),
            .init(id: "sensitivity", title: "Sensitivity among those echoed", counts: matrix.sensitivity),
            .init(id: "specificity", title: "Specificity among those echoed", counts: matrix.specificity),
        ]
    }
}

/// What stands under a report on silent deployment.
enum SilentMethods {
    static func sentences(_ report: SilentReport) -> [String] {
        [
            "Each patient counts once, by the first recording that the model scored. Flagged: \(report.model.flagging).",
            "Echoed later: an echocardiogram of routine care after the day of the recording and at most "
                + "\(report.days) days after it; the first one counts. As of \(report.asOf): whoever is not echoed and "
                + "has days left is neither echoed nor not.",
            "Not watched: patients with an echocardiogram before the recording or on its day (which came first is not "
                + "known), those enrolled in a trial before an echocardiogram of routine care, and those whose "
                + "recordings name no day.",
            "\(report.outcome.title) by the protocol's rule from the findings; where these do not tell, the outcome is "
                + "unknown.",
            "Sensitivity and specificity hold only among those who were echoed. Who is echoed in routine care is chosen "
                + "by symptoms and findings, not at random, so these are not the figures of all who were scored "
                + "(verification bias); a trial that samples by tier corrects for that.",
            "Intervals: \(IntervalMethod.wilson.rawValue), of the AUROC \(IntervalMethod.delongWald.rawValue), two-sided "
                + "\(Wording.level(report.level)). NE: not estimable.",
        ]
    }
}
