import AuditTrail
import Electrocardiogram
import Foundation
import PostgreSQL
import RiskModel
import Simulation
import TestSupport
import Trial
import TrialStore

@testable import TrialService

/// The shipped protocol on a migrated database, with one account a role and simulated patients.
struct DemonstrationTrial {
    let owner: ConnectionConfiguration
    let pool: Pool
    let replica: ReadReplica?
    let keys: IdentityKeySource
    /// Always the same, so that a test can hold its public half.
    let sealingKey = try? SealingKey(seed: Data(repeating: 7, count: 32))
    let plan: TrialProtocol
    let model: RiskModel

    var trial: TrialID { plan.id }

    /// Runs `body` on a fresh trial.
    ///
    /// - Parameters:
    ///   - keys: the identity keys; a random one unless given.
    ///   - amend: changes the text of the shipped protocol.
    ///   - body: gets the trial, whose database goes when it returns.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, or ``PostgresError`` where the trial cannot be made.
    static func with<T: Sendable>(
        keys: IdentityKeySource? = nil,
        amending amend: (String) -> String = { $0 },
        _ body: (DemonstrationTrial) async throws -> T
    ) async throws -> T {
        try await MigratedDatabase.with { owner in
            try await on(owner, app: MigratedDatabase.app(owner), keys: keys, amending: amend, body)
        }
    }

    /// The same on a migrated database that is there already.
    ///
    /// - Parameters:
    ///   - owner: the login that owns the schema.
    ///   - app: how the application logs in.
    ///   - reader: a standby for data cuts, if there is one.
    ///   - keys: as above.
    ///   - amend: as above.
    ///   - body: as above.
    /// - Returns: what `body` returns.
    /// - Throws: as above.
    static func on<T: Sendable>(
        _ owner: ConnectionConfiguration,
        app: ConnectionConfiguration,
        reader: ConnectionConfiguration? = nil,
        keys: IdentityKeySource? = nil,
        amending amend: (String) -> String = { $0 },
        _ body: (DemonstrationTrial) async throws -> T
    ) async throws -> T {
        let connection = try await Connection.connect(owner)
        try await AccountStore.bootstrap(administrator: "admin", osUser: "tester", connection)
        await connection.close()
        let id = TrialID(rawValue: "discovery-shd")
        guard let shipped = try id.flatMap({ try TrialProtocol.shipped($0) }) else {
            throw StoreError.vanished("protocol")
        }
        let plan = try TrialProtocol.parse(yaml: amend(shipped.source))
        let demonstration = DemonstrationTrial(
            owner: owner,
            pool: Pool(app),
            replica: reader.map { ReadReplica($0, patience: .seconds(3)) },
            keys: try keys ?? .ring(IdentityKeyRing([IdentityKey(secret: IdentityKey.makeSecret())])),
            plan: plan,
            model: try RiskModel.shipped(id: plan.indexTest.model)
        )
        try await demonstration.open()
        let result = try await body(demonstration)
        await demonstration.pool.close()
        await demonstration.replica?.close()
        return result
    }

    func service(_ account: String) -> TrialService {
        TrialService(
            pool: pool,
            replica: replica,
            identityKeys: keys,
            sealingKey: sealingKey,
            account: account,
            requestID: "test"
        )
    }

    func service(_ role: Role) -> TrialService { service(role.rawValue) }

    private func open() async throws {
        try await service("admin").addTrial(plan, as: trial, model: model.card)
        for role in Role.allCases where role != .administrator {
            try await service("admin").give(.init(role: role, trial: trial, site: nil), to: role.rawValue)
        }
    }

    /// Imports the first patients of a cohort, scores, screens and draws them.
    func fill(patients: Int, seed: UInt64 = 5) async throws {
        try await importCohort(patients: patients, seed: seed)
        _ = try await service(.service).score(trial, with: model)
        _ = try await service(.dataManager).screen(trial, on: Self.day)
        _ = try await service(.dataManager).draw(trial, seed: seed, at: Self.day)
    }

    @discardableResult
    func importCohort(patients: Int, seed: UInt64 = 5) async throws -> [TrialService.ImportOutcome] {
        guard let last = CalendarDate(year: 2025, month: 6, day: 30) else { return [] }
        let cohort = SimulatedCohort(seed: seed, sites: plan.sites.map(\.code.rawValue), referenceDate: last)
        var outcomes: [TrialService.ImportOutcome] = []
        for index in 0..<patients {
            outcomes.append(try await importPatient(cohort.patient(index)))
        }
        return outcomes
    }

    @discardableResult
    func importPatient(_ patient: SimulatedPatient) async throws -> TrialService.ImportOutcome {
        guard let site = plan.sites.first(where: { $0.code.rawValue == patient.site }) else {
            throw StoreError.vanished("site of a simulated patient")
        }
        return try await service(.service).importRecording(
            MuseXMLWriter.write(patient.recording),
            site: site.code,
            timeZone: site.timeZone
        )
    }

    /// Contacts, consents and enrols everybody who was drawn, and records a normal echocardiogram of each.
    func conduct() async throws {
        let desk = service(.coordinator)
        for candidate in try await desk.candidates(of: trial, state: .sampled) {
            let subject = candidate.participant.subject
            try await desk.contact(subject, in: trial, at: Self.day)
            _ = try await desk.consent(subject, in: trial, consent)
            do {
                try await desk.enrol(subject, in: trial, at: Self.day)
            } catch ServiceError.enrolmentClosed {
                continue
            }
            var echo = EchoStudy()
            echo.lvefPercent = 60
            _ = try await service(.echoReader).recordEcho(
                echo,
                of: subject,
                in: trial,
                performedOn: PostgresDate(year: 2025, month: 8, day: 1),
                at: Self.day
            )
        }
    }

    var consent: ConductStore.Consent {
        .init(
            formVersion: "1.0",
            language: "en",
            method: .paper,
            consentedAt: Self.day,
            confirmed: plan.eligibility.checklist.map(\.id)
        )
    }

    /// 15 July 2025, noon UTC.
    static let day = Date(timeIntervalSince1970: 1_752_580_800)

    /// Rows of a query as the owner.
    func query<T: Sendable>(_ sql: SQL, _ body: (Row) throws -> T) async throws -> [T] {
        let connection = try await Connection.connect(owner)
        let rows = try await connection.query(sql)
        await connection.close()
        return try rows.map(body)
    }
}

extension TrialService.ImportOutcome {
    /// Whether the recording was imported before.
    var wasThere: Bool {
        guard case .alreadyThere = self else { return false }
        return true
    }

    /// Whether the recording is in the database now.
    var isKept: Bool {
        guard case .refused = self else { return true }
        return false
    }
}
