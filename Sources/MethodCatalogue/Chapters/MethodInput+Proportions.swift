import Biostatistics

extension MethodInput {
    /// Events and observations from two members; events lie in 0 to observations, these in 0 to 10¹⁵.
    func proportion(_ events: String, of total: String) throws -> Proportion {
        let total = try count(total, in: 0...1_000_000_000_000_000)
        return Proportion(events: try count(events, in: 0...total), total: total)
    }
}

extension MethodResult {
    /// `lower` and `upper`, each of which says why where there is no interval.
    init(limits estimate: Estimate, else reason: NotEstimable = .undefined("no interval of this kind")) {
        if let interval = estimate.interval {
            self.init(interval)
        } else {
            let refusal = MethodResult(estimate.reason ?? reason)
            self = ["lower": refusal, "upper": refusal]
        }
    }

    /// The members of a record of a result that may refuse, each with the reason where it does.
    init<Value>(
        _ result: Result<Value, NotEstimable>,
        refused names: [String],
        _ members: (Value) -> MethodResult
    ) {
        switch result {
        case .success(let value): self = members(value)
        case .failure(let reason): self = .record(names.map { Member(name: $0, value: MethodResult(reason)) })
        }
    }
}
