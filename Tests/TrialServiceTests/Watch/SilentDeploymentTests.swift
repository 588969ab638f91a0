import Electrocardiogram
import Foundation
import PostgreSQL
import Reporting
import RiskModel
import Simulation
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A model beside routine care")
struct SilentDeploymentTests {
    /// A patient of the cohort with the score and what was recorded of echocardiograms.
    private struct Case {
        let number: String
        let site: SiteCode
        let recorded: CalendarDate
        let echo: EchoStudy
        var score: Double?
    }

    /// The cohort in the order of its import, with the scores.
    private func cases(_ trial: DemonstrationTrial, count: Int) async throws -> [Case] {
        let last = try #require(CalendarDate(year: 2025, month: 6, day: 30))
        let cohort = SimulatedCohort(seed: 5, sites: trial.plan.sites.map(\.code.rawValue), referenceDate: last)
        try await trial.importCohort(patients: count)
        _ = try await trial.service(.service).score(trial.trial, with: trial.model)
        let scores = try await trial.query(
            """
            SELECT a.probabilities[array_position(a.outputs, 'shd')] AS score
            FROM identity.patient p LEFT JOIN ecg.risk_assessment a USING (patient_key) ORDER BY p.created_at
            """
        ) { try $0.decode("score", as: Double?.self) }
        try #require(scores.count == count)
        return try scores.enumerated().map { index, score in
            let patient = cohort.patient(index)
            return Case(
                number: patient.recordNumber,
                site: try #require(SiteCode(rawValue: patient.site)),
                recorded: try #require(patient.recording.acquiredAt?.date),
                echo: patient.echo,
                score: score
            )
        }
    }

    private func line(_ own: Case, _ days: Int, _ echo: EchoStudy? = nil) -> TrialService.RoutineEchoLine {
        let day = own.recorded.adding(days: days)
        return .init(
            recordNumber: own.number,
            site: own.site,
            performedOn: PostgresDate(year: day.year, month: day.month, day: day.day),
            echo: echo ?? own.echo
        )
    }

    /// What each patient in turn gets, by days after the recording, and where that should lead.
    private static let ways: [(echoes: [Int], history: Int?, standing: SilentStanding?)] = [
        ([10], nil, .echoed), ([-20], nil, .echoedBefore), ([0], nil, .echoedThatDay), ([], nil, nil),
        ([], 30, .notLinked), ([40, 5], nil, .echoed), ([400], nil, nil), ([12], -3, .echoedBefore),
        ([], 0, .echoedThatDay), ([365], nil, .echoed), ([366], nil, nil),
    ]

    /// Where somebody stands who was not echoed within the days.
    private func waiting(_ own: Case, asOf: CalendarDate) -> SilentStanding {
        own.recorded.adding(days: 365).iso8601 >= asOf.iso8601 ? .open : .neverEchoed
    }

    @Test("puts every scored patient in one place, as one does by hand, with the first echocardiogram's labels")
    func standings() async throws {
        try await DemonstrationTrial.with { trial in
            let cohort = try await cases(trial, count: 88)
            let manager = trial.service(.dataManager)
            var lines: [TrialService.RoutineEchoLine] = []
            var expected: [String: [Int]] = [:]
            var echoed: [(score: Double, isDiseased: Bool?)] = []
            let threshold = try #require(trial.plan.enrollingCutPointSet.cutPoints.last)
            // Some of the recordings lie more than 365 days back then, some less.
            let asOf = try #require(CalendarDate(year: 2026, month: 4, day: 1))
            for (index, own) in cohort.enumerated() {
                let way = Self.ways[index % Self.ways.count]
                // The first one counts: of the later one nothing must be left.
                let normal = try EchoValidation.study(from: [("lvef_percent", "60")])
                lines += way.echoes.map { line(own, $0, $0 == 40 ? normal : nil) }
                if let days = way.history {
                    let day = own.recorded.adding(days: days)
                    let history = ScreeningStore.History(
                        lastEcho: PostgresDate(year: day.year, month: day.month, day: day.day)
                    )
                    _ = try await manager.keepHistory([
                        .init(recordNumber: own.number, site: own.site, history: history)
                    ])
                }
                guard let score = own.score else { continue }
                let standing = way.standing ?? waiting(own, asOf: asOf)
                let key = "\(own.site.rawValue) \(standing.rawValue)"
                expected[key] = zip(expected[key] ?? [0, 0], [1, score >= threshold ? 1 : 0]).map(+)
                if standing == .echoed {
                    echoed.append((score, trial.plan.outcomeDefinition?.labels(of: own.echo)[.shd]))
                }
            }
            let kept = try await manager.keepRoutineEchoes(lines, from: "a test")
            #expect(kept == .init(new: lines.count, unchanged: 0, unknown: 0))
            let tally = try await trial.service(.statistician)
                .silent(of: trial.trial, within: 365, asOf: PostgresDate(year: 2026, month: 4, day: 1))
            let found = Dictionary(
                uniqueKeysWithValues: tally.counts.map {
                    ("\($0.site) \($0.standing.rawValue)", [$0.patients, $0.flagged])
                }
            )
            #expect(found == expected)
            #expect(Set(tally.counts.map(\.standing)).count >= 6)
            #expect(
                tally.echoes.map { "\($0.score) \(String(describing: $0.labels[.shd]))" }.sorted()
                    == echoed.map { "\($0.score) \(String(describing: $0.isDiseased))" }.sorted()
            )
            #expect(tally.asOf == "2026-04-01")
        }
    }

    @Test("leaves out who was enrolled before an echocardiogram of routine care, and keeps who was after")
    func participants() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 60)
            try await trial.conduct()
            let enrolled = try await trial.count("trial.participant_event WHERE event = 'enrolled'")
            let tally = try await trial.service(.statistician)
                .silent(of: trial.trial, within: 365, asOf: PostgresDate(year: 2026, month: 12, day: 1))
            let left = tally.counts.filter { $0.standing == .enrolled }.map(\.patients).reduce(0, +)
            #expect(left == enrolled && enrolled > 5)
        }
    }

    @Test("keeps a line once; other findings of the day are a correction, and the last one counts")
    func corrections() async throws {
        try await DemonstrationTrial.with { trial in
            let own = try #require(try await cases(trial, count: 6).first { $0.score != nil })
            let manager = trial.service(.dataManager)
            let sick = try EchoValidation.study(from: [("lvef_percent", "30"), ("septum_mm", "na")])
            let well = try EchoValidation.study(from: [("lvef_percent", "62"), ("septum_mm", "na")])
            let unknown = TrialService.RoutineEchoLine(
                recordNumber: "nobody",
                site: own.site,
                performedOn: PostgresDate(year: 2025, month: 7, day: 1),
                echo: sick
            )
            #expect(
                try await manager.keepRoutineEchoes([line(own, 9, sick), unknown], from: "first")
                    == .init(new: 1, unchanged: 0, unknown: 1)
            )
            #expect(
                try await manager.keepRoutineEchoes([line(own, 9, sick)], from: "first again")
                    == .init(new: 0, unchanged: 1, unknown: 0)
            )
            #expect(try await manager.keepRoutineEchoes([line(own, 9, well)], from: "corrected").new == 1)
            let rows = try await trial.query(
                "SELECT entry, lvef_percent, source, recorded_by FROM trial.routine_echo ORDER BY entry"
            ) { row in
                try "\(row.decode("entry", as: Int.self)) \(row.decode("lvef_percent", as: Double.self)) "
                    + "\(row.decode("source", as: String.self)) \(row.decode("recorded_by", as: String.self))"
            }
            #expect(rows == ["1 30.0 first data_manager", "2 62.0 corrected data_manager"])
            let tally = try await trial.service(.statistician)
                .silent(of: trial.trial, within: 365, asOf: PostgresDate(year: 2026, month: 1, day: 1))
            #expect(tally.echoes.map { $0.labels[.shd] } == [false])
        }
    }

    @Test("is brought by a data manager alone, of the own sites, under the own name")
    func roles() async throws {
        try await DemonstrationTrial.with { trial in
            let own = try #require(try await cases(trial, count: 4).first)
            for role in Role.allCases where role != .dataManager && role != .administrator {
                await #expect(throws: ServiceError.self, "\(role)") {
                    try await trial.service(role).keepRoutineEchoes([line(own, 9)], from: "a test")
                }
                let error = await #expect(throws: PostgresError.self, "\(role)") {
                    try await trial.service(role).acting(as: role, readOnly: true) {
                        _ = try await $0.query("SELECT * FROM trial.routine_echo")
                    }
                }
                #expect(error?.sqlState == "42501")
            }
            let elsewhere = try #require(trial.plan.sites.map(\.code).first { $0 != own.site })
            let grant = AccountStore.Grant(role: .dataManager, trial: trial.trial, site: elsewhere)
            try await trial.service("admin").give(grant, to: "dana")
            #expect(
                try await trial.service("dana").keepRoutineEchoes([line(own, 9)], from: "a test")
                    == .init(new: 0, unchanged: 0, unknown: 1)
            )
            let error = await #expect(throws: PostgresError.self) {
                try await trial.service(.dataManager).acting(as: .dataManager, reason: "a test") { transaction in
                    try await transaction.execute(
                        """
                        INSERT INTO trial.routine_echo (patient_key, performed_on, entry, site_code, not_assessable,
                            source, recorded_by)
                        SELECT patient_key, '2025-07-01', 1, site_code, '{}', 'a test', 'somebody else'
                        FROM identity.patient LIMIT 1
                        """
                    )
                }
            }
            #expect(error?.sqlState == "42501")
        }
    }
}
