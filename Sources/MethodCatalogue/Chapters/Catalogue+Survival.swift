import Biostatistics

extension Catalogue {
    static let survival: [Method] = [kaplanMeier, survivalDifference, logRank, cumulativeIncidence]
}

extension MethodInput {
    /// The members `time` and `event`.
    func followUp() throws -> FollowUp {
        let times = try numbers("time", in: 0...Double.greatestFiniteMagnitude)
        return FollowUp(times: times, events: try labels("event", count: times.count))
    }

    /// Numbers that name groups or strata, in ascending order, and the one of each patient.
    func codes(_ field: String, count: Int) throws -> (values: [Double], codes: [Int]) {
        let values = try numbers(field, count: count)
        let distinct = Set(values).sorted()
        let codes = Dictionary(uniqueKeysWithValues: zip(distinct, 0...))
        return (distinct, values.map { codes[$0] ?? 0 })
    }

    /// Groups to be compared: at most 100, because each is held against each.
    func groups(count: Int) throws -> (scores: [Double], codes: [Int]) {
        let (scores, codes) = try codes("group", count: count)
        guard scores.count <= 100 else {
            throw error("group", "names \(scores.count) groups where at most 100 are compared")
        }
        return (scores, codes)
    }

    /// What each group is called: `group_names` counted from 0, else its number.
    func groupNames(of scores: [Double]) throws -> [String] {
        guard has("group_names") else { return scores.map(\.plain) }
        let names = try texts("group_names")
        return try scores.map { score in
            guard let place = Int(exactly: score), names.indices.contains(place) else {
                throw error("group_names", "has no name for group \(score.plain)")
            }
            return names[place]
        }
    }

    /// Times that are not negative.
    func times(_ field: String) throws -> [Double] {
        try numbers(field, in: 0...Double.greatestFiniteMagnitude)
    }
}

extension Method.Field {
    static let followUpTime = required(
        "time",
        "time to the event or to the end of follow-up, at least 0, one a patient"
    )
    static let followUpEvent = required("event", "1 where the event was seen, 0 where the patient was censored")
}

extension MethodResult {
    /// Statistic, degrees of freedom and p-value of a χ² test; `df` also where there is no test.
    init(_ test: Result<ChiSquareTest, NotEstimable>, degreesOfFreedom: Int) {
        switch test {
        case .success(let test):
            self = [
                "chisq": MethodResult(test.statistic), "df": .count(test.degreesOfFreedom), "p": MethodResult(test.p),
            ]
        case .failure(let reason):
            self = ["chisq": MethodResult(reason), "df": .count(degreesOfFreedom), "p": MethodResult(reason)]
        }
    }

    /// The point and the limits of an estimate as three members.
    init(withLimits estimate: Estimate, noLimits: NotEstimable) {
        self = [
            "estimate": MethodResult(point: estimate),
            "lower": MethodResult(interval: estimate, else: noLimits)["lower"] ?? MethodResult(noLimits),
            "upper": MethodResult(interval: estimate, else: noLimits)["upper"] ?? MethodResult(noLimits),
        ]
    }
}
