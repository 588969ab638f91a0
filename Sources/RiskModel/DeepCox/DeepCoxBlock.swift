import Foundation

/// Patients that are scored together, a column an input: what many rows cost least in.
struct DeepCoxBlock {
    /// Most patients in a block; what it holds stays in the cache.
    static let capacity = 512

    private(set) var count = 0
    private let inputs: [ModelCard.Survival.Input]
    /// Scaled values, [inputs, capacity]; behind the last patient are numbers that nobody reads.
    private var columns: [Double]

    init(_ model: DeepCoxModel) {
        inputs = model.survival.inputs
        columns = [Double](repeating: 0, count: inputs.count * Self.capacity)
    }

    var isFull: Bool { count == Self.capacity }

    mutating func removeAll() { count = 0 }

    /// Adds a patient's values as measured, in the order of the inputs.
    ///
    /// - Precondition: the block is not full.
    mutating func append(_ values: [Double]) {
        precondition(!isFull && values.count == inputs.count, "a patient does not fit into the block")
        for place in inputs.indices { columns[place * Self.capacity + count] = inputs[place].scaled(values[place]) }
        count += 1
    }

    /// What the model says of the patients added.
    struct Scores {
        /// Deep scores, one a patient.
        var deep: [Double]
        /// Linear predictors, one a patient.
        var predictors: [Double]
        /// Probabilities, one list a day of the baseline.
        var probabilities: [[Double]]
    }

    func scores(_ model: DeepCoxModel, _ network: DeepCoxNetwork) -> Scores {
        let folds = network.outputs(columns: columns, rows: Self.capacity)
        var deep = [Double](repeating: 0, count: count)
        var predictors = deep
        for fold in 0..<network.shape.folds {
            for row in 0..<count { deep[row] += folds[fold * Self.capacity + row] }
        }
        for row in 0..<count { deep[row] /= Double(network.shape.folds) }
        for (place, input) in inputs.enumerated() {
            for row in 0..<count { predictors[row] += input.coefficient * columns[place * Self.capacity + row] }
        }
        let coefficient = model.survival.deepScore.coefficient
        for row in 0..<count { predictors[row] += coefficient * deep[row] }
        let hazards = predictors.map { exp($0) }
        let probabilities = model.survival.baseline.map { point in
            hazards.map { -expm1(-point.cumulativeHazard * $0) }
        }
        return Scores(deep: deep, predictors: predictors, probabilities: probabilities)
    }
}
