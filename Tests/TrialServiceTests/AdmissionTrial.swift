import Foundation
import PostgreSQL
import RiskModel
import TestSupport
import Trial
import TrialStore

@testable import TrialService

/// The shipped protocol that ends in follow-up, on a migrated database, with a small network made here.
struct AdmissionTrial {
    let owner: ConnectionConfiguration
    let pool: Pool
    let keys: IdentityKeySource
    let plan: TrialProtocol
    let model: DeepCoxModel

    var trial: TrialID { plan.id }

    static let wuhan = SiteCode(rawValue: "WUH")
    static let day = Date(timeIntervalSince1970: 1_585_699_200)  // 1 April 2020

    /// Runs `body` on a fresh trial.
    static func with<T: Sendable>(
        amending amend: (String) -> String = { $0 },
        _ body: (AdmissionTrial) async throws -> T
    ) async throws -> T {
        try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(owner)
            try await AccountStore.bootstrap(administrator: "admin", osUser: "tester", connection)
            await connection.close()
            guard let id = TrialID(rawValue: "covid-critical-illness"), let shipped = try TrialProtocol.shipped(id)
            else { throw StoreError.vanished("protocol") }
            let plan = try TrialProtocol.parse(yaml: amend(shipped.source))
            let trial = AdmissionTrial(
                owner: owner,
                pool: Pool(MigratedDatabase.app(owner)),
                keys: try .ring(IdentityKeyRing([IdentityKey(secret: IdentityKey.makeSecret())])),
                plan: plan,
                model: try model(for: plan)
            )
            try await trial.open()
            let result = try await body(trial)
            await trial.pool.close()
            return result
        }
    }

    func service(_ role: Role) -> TrialService { service(role.rawValue) }

    func service(_ account: String) -> TrialService {
        TrialService(pool: pool, identityKeys: keys, account: account, requestID: "test")
    }

    private func open() async throws {
        try await service("admin").addTrial(plan, as: trial, model: model.card)
        for role in Role.allCases where role != .administrator {
            try await service("admin").give(.init(role: role, trial: trial, site: nil), to: role.rawValue)
        }
    }

    /// One fold of one layer, and coefficients that make age the risk.
    static func model(for plan: TrialProtocol) throws -> DeepCoxModel {
        let inputs = plan.indexTest.inputs.map { input in
            ModelCard.Survival.Input(
                name: input.name,
                label: input.title,
                unit: input.unit,
                kind: input.possible == 0...1 ? .binary : input.isWhole ? .count : .continuous,
                mean: input.means == .age ? 50 : nil,
                sd: input.means == .age ? 10 : nil,
                coefficient: input.means == .age ? 1 : 0.001,
                limits: .init(input.possible.lowerBound, input.possible.upperBound),
                axis: .init(input.possible.lowerBound, input.possible.upperBound)
            )
        }
        let weights = try DeepCoxWeights(tensors: [
            "fold_0.layer1.weight": Tensor(
                shape: [inputs.count, 1],
                values: Array(repeating: 0.01, count: inputs.count)
            ),
            "fold_0.layer1.bias": Tensor(shape: [1], values: [0]),
        ])
        let survival = ModelCard.Survival(
            event: "critical illness",
            inputs: inputs,
            deepScore: .init(coefficient: 0.1, axis: .init(-1, 1)),
            baseline: [
                .init(day: 5, cumulativeHazard: 0.02), .init(day: 10, cumulativeHazard: 0.03),
                .init(day: 30, cumulativeHazard: 0.05),
            ]
        )
        let card = DeepCoxSamples.card(
            weights,
            id: plan.indexTest.model,
            outputs: [5, 10, 30].map { "critical_illness_\($0)d" },
            survival: survival
        )
        return try DeepCoxModel(weights: weights, card: card)
    }

    /// A patient with every input, admitted on 1 February 2020.
    func line(
        _ number: String,
        age: Double,
        day: Int = 0,
        omitting: Set<String> = [],
        changing: [String: Double] = [:]
    ) throws -> TrialService.AdmissionLine {
        guard let site = Self.wuhan else { throw StoreError.vanished("site") }
        var values = Dictionary(
            uniqueKeysWithValues: plan.indexTest.inputs.map {
                ($0.name, $0.isWhole ? 0 : max(1, $0.possible.lowerBound))
            }
        )
        values["Age"] = age
        values.merge(changing) { $1 }
        return TrialService.AdmissionLine(
            identity: PatientIdentity(
                recordNumber: number,
                familyName: "Family \(number)",
                givenName: "Given",
                birthDate: "1960-01-01"
            ),
            site: site,
            admittedOn: PostgresDate(year: 2020, month: 2, day: 1),
            measuredAt: Date(timeIntervalSince1970: 1_580_540_400 + 86_400 * Double(day)),
            values: InputValues(values.filter { !omitting.contains($0.key) })
        )
    }

    /// Scores, screens, draws, and enrols everyone who has a place.
    ///
    /// - Returns: subject numbers by record number.
    func enrolAll() async throws -> [String: SubjectNumber] {
        _ = try await service(.service).score(trial, with: model)
        _ = try await service(.dataManager).screen(trial, on: Self.day)
        _ = try await service(.dataManager).draw(trial, seed: 1, at: Self.day)
        let desk = service(.coordinator)
        var subjects: [String: SubjectNumber] = [:]
        for candidate in try await desk.candidates(of: trial, state: .sampled) {
            let subject = candidate.participant.subject
            try await desk.contact(subject, in: trial, at: Self.day)
            _ = try await desk.consent(
                subject,
                in: trial,
                ConductStore.Consent(
                    formVersion: "1",
                    language: "en",
                    method: .paper,
                    consentedAt: Self.day,
                    confirmed: plan.eligibility.checklist.map(\.id)
                )
            )
            try await desk.enrol(subject, in: trial, at: Self.day)
            subjects[candidate.identity?.recordNumber ?? ""] = subject
        }
        return subjects
    }
}
