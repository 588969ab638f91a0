import Foundation

@testable import Biostatistics

/// Invented patients for tests of properties: seeded, with ties where times are whole days.
struct Patients {
    let followUp: FollowUp
    let risk: [Double]
    let group: [Int]

    init(seed: UInt64, count: Int, wholeDays: Bool = true, groups: Int = 3) {
        var generator = Xoshiro256StarStar(seed: seed)
        var (times, events, risk, group): ([Double], [Bool], [Double], [Int]) = ([], [], [], [])
        for _ in 0..<count {
            let score = (generator.normal() * 4).rounded() / 4
            let event = -log(1 - generator.uniform()) * 12 / exp(0.6 * score)
            let censoring = min(20, -log(1 - generator.uniform()) * 30)
            let time = min(event, censoring)
            times.append(wholeDays ? time.rounded(.up) : time)
            events.append(event <= censoring)
            risk.append(score)
            group.append(generator.index(below: groups))
        }
        followUp = FollowUp(times: times, events: events)
        self.risk = risk
        self.group = group
    }

    private init(_ followUp: FollowUp, _ risk: [Double], _ group: [Int]) {
        (self.followUp, self.risk, self.group) = (followUp, risk, group)
    }

    /// The same patients in another order.
    func shuffled(seed: UInt64) -> Patients {
        var generator = Xoshiro256StarStar(seed: seed)
        let places = generator.shuffled(risk.indices)
        return Patients(followUp.subset(places), places.map { risk[$0] }, places.map { group[$0] })
    }
}

func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-10) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a == b || abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
