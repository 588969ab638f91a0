import Testing

@testable import Biostatistics

@Suite("Concordance")
struct ConcordanceTests {
    /// All pairs one by one, as the definition says, with a weight for the earlier event.
    private func countedPairs(_ patients: Patients, weight: (Double) -> Double) -> (Concordance.Pairs, error: Double) {
        let (times, events, risk) = (patients.followUp.times, patients.followUp.events, patients.risk)
        var (concordant, discordant, tied) = (0.0, 0.0, 0.0)
        var (net, all) = (risk.map { _ in 0.0 }, risk.map { _ in 0.0 })
        for i in times.indices where events[i] {
            for j in times.indices where times[j] > times[i] || (times[j] == times[i] && !events[j]) {
                let w = weight(times[i])
                let sign = risk[i] > risk[j] ? 1.0 : risk[i] < risk[j] ? -1.0 : 0
                if sign > 0 { concordant += w } else if sign < 0 { discordant += w } else { tied += w }
                for patient in [i, j] {
                    net[patient] += sign * w
                    all[patient] += w
                }
            }
        }
        let total = concordant + discordant + tied
        let somers = (concordant - discordant) / total
        let variance = net.indices.reduce(0) { sum, i in
            let derivative = (net[i] - somers * all[i]) / total
            return sum + derivative * derivative
        }
        let pairs = Concordance.Pairs(concordant: concordant, discordant: discordant, tiedRisk: tied)
        return (pairs, 0.5 * variance.squareRoot())
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [true, false])
    func `trees count what pairs one by one count`(seed: UInt64, wholeDays: Bool) {
        let patients = Patients(seed: seed, count: 130, wholeDays: wholeDays)
        let harrell = Concordance.harrell(patients.followUp, risk: patients.risk)
        let (pairs, error) = countedPairs(patients) { _ in 1 }
        #expect(harrell.pairs == pairs)
        #expect(isClose(harrell.standardError, error, 1e-12))
        let censoring = CensoringDistribution(RiskTable(patients.followUp))
        let uno = Concordance.uno(patients.followUp, risk: patients.risk, tau: 11)
        let (weighted, unoError) = countedPairs(patients) {
            $0 < 11 ? 1 / (censoring.before($0) * censoring.before($0)) : 0
        }
        #expect(isClose(uno.pairs.concordant, weighted.concordant))
        #expect(isClose(uno.pairs.discordant, weighted.discordant))
        #expect(isClose(uno.pairs.tiedRisk, weighted.tiedRisk))
        #expect(isClose(uno.standardError, unoError))
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `turning the risk turns the index, and stretching it changes nothing`(seed: UInt64) {
        let patients = Patients(seed: seed, count: 700)
        let index = Concordance.harrell(patients.followUp, risk: patients.risk)
        let turned = Concordance.harrell(patients.followUp, risk: patients.risk.map { -$0 })
        let stretched = Concordance.harrell(patients.followUp, risk: patients.risk.map { 5 * $0 + 2 })
        let shuffled = patients.shuffled(seed: 1)
        #expect(isClose(index.estimate.point.map { 1 - $0 }, turned.estimate.point, 1e-13))
        #expect(index == stretched)
        #expect(index.pairs == Concordance.harrell(shuffled.followUp, risk: shuffled.risk).pairs)
    }

    @Test func `without censoring Uno's C to the end is Harrell's`() {
        let times = Patients(seed: 6, count: 90).followUp.times
        let risk = Patients(seed: 6, count: 90).risk
        let followUp = FollowUp(times: times, events: times.map { _ in true })
        let (harrell, uno) = (
            Concordance.harrell(followUp, risk: risk), Concordance.uno(followUp, risk: risk, tau: 1000)
        )
        #expect(harrell.pairs == uno.pairs)
        #expect(harrell.standardError == uno.standardError)
    }

    /// Events at 2 (risk 3), 4 (1) and censored at 4 (2), 5 (1): pairs 2-4 and 2-4' and 2-5 and 4-4' and 4-5, of which
    /// three agree, one does not and one is tied.
    @Test func `four patients by hand`() {
        let followUp = FollowUp(times: [2, 4, 4, 5], events: [true, true, false, false])
        let index = Concordance.harrell(followUp, risk: [3, 1, 2, 1])
        #expect(index.pairs == Concordance.Pairs(concordant: 3, discordant: 1, tiedRisk: 1))
        #expect(index.estimate.point == 0.7)
    }

    @Test func `strata add pairs up`() {
        let (a, b) = (Patients(seed: 7, count: 50), Patients(seed: 8, count: 40))
        let both = FollowUp(
            times: a.followUp.times + b.followUp.times,
            events: a.followUp.events + b.followUp.events
        )
        let strata = Array(repeating: 3, count: 50) + Array(repeating: -1, count: 40)
        let together = Concordance.harrell(both, risk: a.risk + b.risk, strata: strata)
        let parts = [a, b].map { Concordance.harrell($0.followUp, risk: $0.risk).pairs }
        #expect(together.pairs.concordant == parts[0].concordant + parts[1].concordant)
        #expect(together.pairs.tiedRisk == parts[0].tiedRisk + parts[1].tiedRisk)
    }

    @Test func `a perfect order has no error, and no pair no index`() {
        let followUp = FollowUp(times: [1, 2, 3, 4], events: [true, true, true, false])
        let perfect = Concordance.harrell(followUp, risk: [4, 3, 2, 1])
        #expect(perfect.estimate.point == 1)
        #expect(perfect.standardError == 0)
        let none = Concordance.harrell(FollowUp(times: [3, 4], events: [false, false]), risk: [1, 2])
        #expect(none.estimate == .notEstimable(.undefined("no comparable pair")))
        #expect(none.standardError == nil)
        let early = Concordance.uno(followUp, risk: [4, 3, 2, 1], tau: 1)
        #expect(early.estimate == .notEstimable(.undefined("no comparable pair")))
    }

    /// With every pair concordant the count is n(n − 1)/2, beyond what 32 bits hold.
    @Test func `pairs of many patients do not overflow`() {
        let n = 100_000
        let followUp = FollowUp(times: (0..<n).map(Double.init), events: (0..<n).map { _ in true })
        let index = Concordance.harrell(followUp, risk: (0..<n).map { -Double($0) })
        #expect(index.pairs.concordant == 4_999_950_000)
        #expect(index.standardError == 0)
    }
}
