import Biostatistics

extension Method.Field {
    static let quantileType = optional(
        "quantile_type",
        "7 interpolates as R does, 2 averages as SAS does; 7 where it is left out"
    )
}

extension MethodInput {
    /// Which quantiles are wanted.
    func quantileType() throws -> ContinuousSummary.QuantileType {
        let number = try count("quantile_type", default: ContinuousSummary.QuantileType.interpolated.rawValue)
        guard let type = ContinuousSummary.QuantileType(rawValue: number) else {
            throw error("quantile_type", "must be 7 or 2, is \(number)")
        }
        return type
    }

    /// The tiers in their order: those of `tiers`, else as the patients first name them.
    func tierNames(of patients: [String?], declared: String = "tiers", role: String = "tier") throws -> [String] {
        var seen = Set<String>()
        let names =
            try has(declared) ? texts(declared) : patients.compactMap(\.self).filter { seen.insert($0).inserted }
        guard Set(names).count == names.count else { throw error(declared, "names one twice") }
        guard names.count <= 100 else {
            throw error(role, "names \(names.count) groups where at most 100 are described")
        }
        let known = Set(names)
        if let odd = patients.firstIndex(where: { $0.map { !known.contains($0) } ?? false }) {
            throw error("\(role)[\(odd)]", "must be one of \(names.joined(separator: ", "))")
        }
        return names
    }
}

extension MethodResult {
    /// Median, quartiles and range.
    static func fiveNumbers(of sample: ContinuousSummary, _ type: ContinuousSummary.QuantileType) -> MethodResult {
        func quantile(_ p: Double) -> MethodResult {
            MethodResult(sample.quantile(p, type: type), else: .noObservations)
        }
        return [
            "median": quantile(0.5), "q1": quantile(0.25), "q3": quantile(0.75),
            "min": MethodResult(sample.minimum, else: .noObservations),
            "max": MethodResult(sample.maximum, else: .noObservations),
        ]
    }
}
