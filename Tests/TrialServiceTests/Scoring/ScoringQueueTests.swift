import Foundation
import PostgreSQL
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("The scoring queue")
struct ScoringQueueTests {
    @Test("is drained by workers side by side, each recording by one of them")
    func sideBySide() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 90)
            #expect(try await trial.queueState().waiting == 90)
            let finished = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let pace = ScoringPace(batch: 5, lease: 60)
                        let service = trial.service(.service)
                        return try await service.work(models: [trial.model], pace: pace, untilEmpty: true).finished
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(finished == 90)
            #expect(try await trial.notScoredOnce() == 0)
            #expect(try await trial.count("ops.scoring_job") == 0)
            #expect(try await trial.count("trial.stratification") == trial.count("ecg.risk_assessment"))
        }
    }

    @Test("gives what a worker held to another when its lease has ended")
    func deadWorker() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 12)
            #expect(try await trial.takeAndDie(limit: 8, lease: 3600).count == 8)
            let state = try await trial.queueState()
            #expect(state.waiting == 4 && state.underWay == 8)
            try await trial.endLeases()
            #expect(try await trial.service(.service).score(trial.trial, with: trial.model).finished == 12)
            #expect(try await trial.notScoredOnce() == 0)
        }
    }

    @Test("keeps one assessment when a lease ended while its worker was still at work")
    func lateWorker() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 6)
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Leases that end at once: every worker may take what every other has.
                for _ in 0..<6 {
                    group.addTask {
                        let pace = ScoringPace(batch: 3, lease: 0.001)
                        _ = try await trial.service(.service).work(models: [trial.model], pace: pace, untilEmpty: true)
                    }
                }
                try await group.waitForAll()
            }
            let leftovers = try await trial.count("ops.scoring_job WHERE set_aside_at IS NULL")
            #expect(leftovers == 0)
            #expect(
                try await trial.count("(SELECT DISTINCT recording_id FROM ecg.risk_assessment) a")
                    == trial.count("ecg.risk_assessment")
            )
        }
    }

    @Test("sets a recording aside that no worker survives, and scores the others")
    func poison() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 5)
            let poison = try await trial.takeAndDie(limit: 1, lease: 0.001)
            // The fresh ones are scored first, so that only the poison is left.
            let pace = ScoringPace(batch: 32, lease: 60)
            try await trial.scoreFresh(pace)
            for _ in 1..<ScoringQueue.maximumAttempts {
                try await Task.sleep(for: .milliseconds(20))
                #expect(try await trial.takeAndDie(lease: 0.001) == poison)
            }
            try await Task.sleep(for: .milliseconds(20))
            let service = trial.service(.service)
            #expect(try await service.score(trial.trial, with: trial.model).finished == 0)
            let aside = try await service.setAsideScorings()
            #expect(aside.map(\.recording) == poison.map(\.recording))
            #expect(aside.first?.reason == "its worker ended or ran out of time 5 times")
            #expect(try await service.retryScorings() == 1)
            #expect(try await service.score(trial.trial, with: trial.model).finished == 1)
            #expect(try await trial.notScoredOnce() == 0)
        }
    }

    @Test("sets a damaged recording aside with the reason, without the others of its batch")
    func damaged() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 6)
            let connection = try await Connection.connect(trial.owner)
            try await connection.run(
                script: """
                    SET session_replication_role = replica;
                    UPDATE ecg.waveform SET samples = '\\x00'
                    WHERE recording_id = (SELECT min(recording_id::text)::uuid FROM ecg.recording)
                    """
            )
            await connection.close()
            let result = try await trial.service(.service).score(trial.trial, with: trial.model)
            #expect(result.finished == 5)
            #expect(result.failures.values.reduce(0, +) == 2)
            let aside = try await trial.service(.service).setAsideScorings()
            #expect(aside.count == 1 && aside[0].attempts == 2)
            #expect(aside[0].reason.contains("ecg.waveform"))
        }
    }

    @Test("gets back what an interrupted worker had taken, and the attempt does not count")
    func interrupted() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 40)
            let pace = ScoringPace(batch: 2, lease: 600)
            let worker = Task {
                try await trial.service(.service).work(models: [trial.model], pace: pace, untilEmpty: false)
            }
            while try await trial.queueState().waiting == 40 { try await Task.sleep(for: .milliseconds(5)) }
            worker.cancel()
            let done = try await worker.value.finished
            let state = try await trial.queueState()
            #expect(state.waiting == 40 - done && state.underWay == 0 && state.pausing == 0)
            #expect(try await trial.count("ops.scoring_job WHERE attempts > 0") == 0)
        }
    }

    @Test("wakes a waiting worker when a recording is imported")
    func notified() async throws {
        try await DemonstrationTrial.with { trial in
            let (finished, finish) = AsyncStream.makeStream(of: Int.self)
            let worker = Task {
                try await trial.service(.service).work(models: [trial.model], untilEmpty: false) { event in
                    if case .idle(let result, _) = event { finish.yield(result.finished) }
                }
            }
            var events = finished.makeAsyncIterator()
            #expect(await events.next() == 0)
            try await trial.importCohort(patients: 1)
            while let done = await events.next(), done == 0 {}
            #expect(try await trial.count("ecg.quality_result") == 1)
            worker.cancel()
            #expect(try await worker.value.finished == 1)
        }
    }

    @Test("takes in a whole registry once for a model released later, and overwrites nothing of the first")
    func registry() async throws {
        try await DemonstrationTrial.with { trial in
            let service = trial.service(.service)
            try await trial.importCohort(patients: 40)
            let first = try await service.score(trial.trial, with: trial.model)
            let before = try await trial.assessments(by: trial.model)
            let other = try trial.otherVersion()
            _ = try await trial.service("admin")
                .release(.shadow, of: other.card, at: nil, in: trial.trial, reason: "compare")
            let refused = first.refused.values.reduce(0, +)

            let queued = try await service.queueRegistry()
            #expect(queued.map(\.added).sorted() == [0, 40 - refused])
            let again = try await service.queueRegistry()
            #expect(again.map(\.added) == [0, 0])
            for model in again {
                #expect(model.sites.map(\.recordings).reduce(0, +) == 40)
                #expect(model.sites.map(\.refused).reduce(0, +) == refused)
                #expect(model.sites.allSatisfy { $0.missing == 0 && $0.setAside == 0 })
            }
            _ = try await service.work(models: [trial.model, other], untilEmpty: true)
            let done = try await service.queueRegistry()
            #expect(done.allSatisfy { $0.added == 0 && $0.sites.allSatisfy { $0.queued == 0 && $0.missing == 0 } })
            #expect(try await trial.assessments(by: trial.model) == before)
            #expect(try await trial.assessments(by: other).count == before.count)
            #expect(try await trial.count("ecg.risk_assessment") == 2 * before.count)
        }
    }

    @Test("is filled with a registry by nobody but the service")
    func registryRoles() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 2)
            for role in Role.allCases where role != .service && role != .administrator {
                await #expect(throws: ServiceError.self, "\(role)") { try await trial.service(role).queueRegistry() }
            }
        }
    }

    @Test("is closed to the desk and to whoever is blinded")
    func blinded() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 2)
            for role in [Role.coordinator, .echoReader, .monitor, .statistician, .principalInvestigator] {
                await #expect(throws: PostgresError.self, "\(role)") {
                    try await trial.service(role).acting(as: role, readOnly: true) {
                        _ = try await $0.query("SELECT * FROM ops.scoring_job")
                    }
                }
            }
        }
    }
}

extension DemonstrationTrial {
    /// Every assessment by a model's weights as text, in a fixed order.
    fileprivate func assessments(by model: RiskModel) async throws -> [String] {
        try await query(
            "SELECT a::text AS row FROM ecg.risk_assessment a WHERE weights_sha256 = \(model.weightsDigest) ORDER BY 1"
        ) { try $0.decode("row", as: String.self) }
    }

    /// Scores what was never tried, and leaves what was.
    fileprivate func scoreFresh(_ pace: ScoringPace) async throws {
        let worker = ScoringWorker(service: service(.service), model: model, work: work, pace: pace, name: "a test")
        var result = TrialService.ScoringResult()
        let stepped = try await worker.step(&result)
        #expect(stepped && result.finished == 4)
    }
}
