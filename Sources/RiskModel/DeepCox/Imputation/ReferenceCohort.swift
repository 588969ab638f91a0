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
    private let targets: [ImputationTarget]

    /// Prepares a regression for every input.
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
        targets = try inputs.indices.map { place in
            guard let target = ImputationTarget(place, scaled: scaled, measured: rows.map { $0[place] }) else {
                throw RiskModelError.cannotFit(reason: "\(inputs[place].name) cannot be predicted in the reference")
            }
            return target
        }
    }

    /// Complete versions of a patient, one a draw.
    ///
    /// - Parameters:
    ///   - values: as measured, with anything in place of what is missing.
    ///   - missing: places of the inputs that are missing.
    ///   - draws: versions, at least 1.
    ///   - generator: decides them.
    /// - Returns: as many lists of values as draws.
    public func complete(
        _ values: [Double],
        missing: [Int],
        draws: Int,
        _ generator: inout Xoshiro256StarStar
    ) -> [[Double]] {
        (0..<draws).map { _ in
            var values = values
            for place in missing { values[place] = measured[generator.index(below: count)][place] }
            var row = zip(inputs, values).map { $0.scaled($1) }
            for _ in 0..<(missing.count > 1 ? Self.cycles : 1) {
                for place in missing {
                    values[place] = targets[place].draw(row, without: place, &generator)
                    row[place] = inputs[place].scaled(values[place])
                }
            }
            return values
        }
    }
}
