import Testing

@testable import Biostatistics

@Suite("Corrected measures with their standard errors")
struct CorrectedShareTests {
    private let tiers = [("high", 900, 400, 250, true), ("mid", 2500, 300, 60, false), ("low", 7000, 150, 5, false)]

    private func correction(_ tiers: [(String, Int, Int, Int, Bool)]) -> BeggGreenes {
        BeggGreenes(
            tiers: tiers.map { tier, eligible, verified, diseased, isPositive in
                BeggGreenes.Tier(
                    TierSample(tier: tier, eligible: eligible, verified: verified),
                    diseased: diseased,
                    isPositive: isPositive
                )
            }
        )
    }

    /// The verified as rows, each with its tier's rate of verification.
    private var patients: [InverseProbabilityAccuracy.Patient] {
        tiers.flatMap { tier, eligible, verified, diseased, isPositive in
            (0..<verified).map {
                InverseProbabilityAccuracy.Patient(
                    tier: tier,
                    isPositive: isPositive,
                    isDiseased: $0 < diseased,
                    chance: Double(verified) / Double(eligible)
                )
            }
        }
    }

    @Test(arguments: AccuracyMeasure.allCases)
    func `closed form and weights give the same points`(_ measure: AccuracyMeasure) throws {
        let closed = try correction(tiers).share(measure).get()
        let weighted = try InverseProbabilityAccuracy(patients: patients).share(measure).get()
        #expect(abs(closed.value - weighted.value) < 1e-14)
        #expect(closed.designStandardError <= (closed.standardError ?? 0))
    }

    /// Everybody verified: the closed form is the plain share, and its variance that of a binomial.
    @Test func `with all verified nothing is corrected`() throws {
        let all = correction([("high", 60, 60, 32, true), ("low", 40, 40, 8, false)])
        let sensitivity = try all.share(.sensitivity).get()
        #expect(abs(sensitivity.value - 0.8) < 1e-15)
        #expect(abs(try #require(sensitivity.standardError) - (0.8 * 0.2 / 40).squareRoot()) < 1e-15)
        let prevalence = try all.share(.prevalence).get()
        #expect(abs(try #require(prevalence.standardError) - (0.4 * 0.6 / 100).squareRoot()) < 1e-15)
    }

    @Test func `chances of one give the variance of a simple random sample`() throws {
        let sample = (0..<17).map {
            InverseProbabilityAccuracy.Patient(tier: "all", isPositive: $0 < 5, isDiseased: $0 < 3, chance: 1)
        }
        let share = try InverseProbabilityAccuracy(patients: sample).share(.prevalence).get()
        let expected = (3.0 / 17 * 14 / 17 / 16).squareRoot()
        #expect(abs(try #require(share.standardError) - expected) < 1e-15)
        #expect(abs(share.designStandardError - expected) < 1e-15)
    }

    @Test func `the order of patients and the names of tiers do not matter`() throws {
        let renamed = patients.reversed().map {
            InverseProbabilityAccuracy.Patient(
                tier: "tier " + $0.tier,
                isPositive: $0.isPositive,
                isDiseased: $0.isDiseased,
                chance: 1 / $0.weight
            )
        }
        for measure in AccuracyMeasure.allCases {
            let one = try InverseProbabilityAccuracy(patients: patients).share(measure).get()
            let other = try InverseProbabilityAccuracy(patients: renamed).share(measure).get()
            #expect(abs(one.value - other.value) < 1e-13)
            #expect(abs(one.designStandardError - other.designStandardError) < 1e-13)
        }
    }

    @Test func `limits hold the estimate and Wald's are cut at the scale's ends`() throws {
        let share = try correction([("high", 10, 5, 3, true), ("low", 20, 4, 1, false)]).share(.npv).get()
        let (logit, wald) = (try #require(share.logitInterval()), try #require(share.waldInterval()))
        #expect(wald.upper == 1 && wald.lower < share.value)
        #expect(0 < logit.lower && logit.lower < share.value && share.value < logit.upper && logit.upper < 1)
    }

    @Test func `a tier nobody looked into refuses everything`() {
        let blind = correction([("high", 100, 40, 20, true), ("low", 300, 0, 0, false)])
        #expect(!blind.isIdentifiable && blind.warnings.isEmpty)
        for measure in AccuracyMeasure.allCases {
            #expect(blind.share(measure) == .failure(.noVerifiedParticipants(tier: "low")))
            #expect(blind.bootstrap(measure, replicates: 10, seed: 1) == .failure(.noVerifiedParticipants(tier: "low")))
        }
    }

    @Test func `nobody, a single patient and no diseased each say so`() throws {
        #expect(InverseProbabilityAccuracy(patients: []).share(.ppv) == .failure(.noObservations))
        let one = [InverseProbabilityAccuracy.Patient(tier: "a", isPositive: true, isDiseased: false, chance: 0.5)]
        let single = InverseProbabilityAccuracy(patients: one)
        #expect(try single.share(.ppv).get().standardError == nil)
        #expect(try single.share(.ppv).get().logitInterval() == nil)
        #expect(single.share(.sensitivity) == .failure(.zeroDenominator("the weighted number of diseased")))
        #expect(single.weightedTotal == 2)
    }
}
