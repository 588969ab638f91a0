public import Biostatistics

/// Complete patients from whom missing inputs are borrowed, by predictive mean matching.
///
/// A draw begins with a random patient's values in the gaps and passes over them in turn, five times where there are
/// several, as `mice` does with the patient appended to the cohort. Source: van Buuren and Groothuis-Oudshoorn,
/// J Stat Softw 45 (2011) 3.
public struct ReferenceCohort: Sendable {
    /// Patients.
    public let count: Int
    private static let cycles = 5
    private let inputs: [ModelCard.Survival.Input]
    private let scaled: [[Double]]
    private let measured: [[Double]]
    /// Nil for an input that is the same in all patients, who then lend nothing: only a patient who lacks it is refused.
    private let targets: [ImputationTarget?]

    /// Prepares a regression for every input that varies.
    ///
    /// - Parameters:
    ///   - inputs: of the card.
    ///   - rows: complete patients, values as measured in the order of the inputs.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` for too few patients, or inputs that determine each other.
    public init(inputs: [ModelCard.Survival.Input], rows: [[Double]]) throws {
        let least = inputs.count + 30
        guard rows.count >= least else {
            let reason = "the reference has \(rows.count) complete patients; at least \(least) are needed"
            throw RiskModelError.cannotFit(reason: reason)
        }
        precondition(rows.allSatisfy { $0.count == inputs.count }, "a patient has not as many values as inputs")
        self.inputs = inputs
        count = rows.count
        measured = rows
        let scaled = rows.map { row in zip(inputs, row).map { $0.scaled($1) } }
        self.scaled = scaled
        let varying = inputs.indices.filter { place in rows.contains { $0[place] != rows[0][place] } }
        targets = try inputs.indices.map { place in
            guard varying.contains(place) else { return nil }
            let values = rows.map { $0[place] }
            guard let target = ImputationTarget(place, scaled: scaled, measured: values, varying: varying) else {
                throw RiskModelError.cannotFit(reason: "\(inputs[place].name) cannot be predicted in the reference")
            }
            return target
        }
    }

    /// Those of the places whose input is the same in all patients of the cohort, so that it cannot be drawn.
    public func constant(among places: [Int]) -> [Int] { places.filter { targets[$0] == nil } }

    /// Complete versions of a patient, one a draw.
    ///
    /// - Parameters:
    ///   - values: as measured, with anything in place of what is missing.
    ///   - missing: places of the inputs that are missing.
    ///   - draws: versions, at least 1.
    ///   - generator: decides them.
    /// - Returns: as many lists of values as draws.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` naming a missing input that is the same in the whole cohort.
    public func complete(
        _ values: [Double],
        missing: [Int],
        draws: Int,
        _ generator: inout Xoshiro256StarStar
    ) throws -> [[Double]] {
        if let place = constant(among: missing).first {
            let (name, value) = (inputs[place].name, measured[0][place])
            throw RiskModelError.cannotFit(
                reason: "\(name) is missing and cannot be drawn: it is \(value.shortest) in all \(count) patients of "
                    + "the reference; measure it, or give a reference in which it varies"
            )
        }
        let targets = missing.map { (place: $0, target: self.targets[$0]) }
        return (0..<draws).map { _ in
            var values = values
            for place in missing { values[place] = measured[generator.index(below: count)][place] }
            var row = zip(inputs, values).map { $0.scaled($1) }
            for _ in 0..<(missing.count > 1 ? Self.cycles : 1) {
                for (place, target) in targets {
                    guard let target else { continue }
                    values[place] = target.draw(row, &generator)
                    row[place] = inputs[place].scaled(values[place])
                }
            }
            return values
        }
    }
}
