public import Biostatistics

/// Patients with what was measured of each, how long they were followed, and whether the event ended it.
public struct SurvivalCohort: Sendable, Equatable {
    /// Names of the measurements, all different.
    public let names: [String]
    /// One row a patient, one finite value a name.
    public let rows: [[Double]]
    /// Times in days.
    public let followUp: FollowUp

    /// - Throws: ``RiskModelError/cannotFit(reason:)`` naming the row or the column that does not fit.
    public init(names: [String], rows: [[Double]], followUp: FollowUp) throws {
        guard rows.count == followUp.count else {
            throw RiskModelError.cannotFit(reason: "\(rows.count) rows and \(followUp.count) times")
        }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw RiskModelError.cannotFit(reason: "measurements must have different names, at least one")
        }
        for (place, row) in rows.enumerated() {
            guard row.count == names.count, let column = row.firstIndex(where: { !$0.isFinite }) else {
                guard row.count == names.count else {
                    throw RiskModelError.cannotFit(
                        reason: "row \(place + 1) has \(row.count) values for \(names.count) names"
                    )
                }
                continue
            }
            throw RiskModelError.cannotFit(reason: "row \(place + 1): \(names[column]) is no finite number")
        }
        (self.names, self.rows, self.followUp) = (names, rows, followUp)
    }

    /// How many patients.
    public var count: Int { rows.count }
    /// How many events.
    public var events: Int { followUp.events.count { $0 } }

    /// The same patients with some of the measurements, in the order asked for.
    ///
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` naming the measurement that is not there.
    public func keeping(_ wanted: [String]) throws -> SurvivalCohort {
        let places = try wanted.map { name in
            guard let place = names.firstIndex(of: name) else {
                throw RiskModelError.cannotFit(reason: "the cohort has no column \(name)")
            }
            return place
        }
        return try SurvivalCohort(names: wanted, rows: rows.map { row in places.map { row[$0] } }, followUp: followUp)
    }

    /// The values of one measurement.
    func column(_ place: Int) -> [Double] { rows.map { $0[place] } }
}
