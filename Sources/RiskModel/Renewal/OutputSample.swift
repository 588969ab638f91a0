import Biostatistics
import Foundation

/// The recordings by which one output is renewed: those whose label is known.
struct OutputSample {
    /// Parts of the cross-validation.
    static let foldCount = 5
    /// Fewest patients with the condition, and without it, for a renewal.
    static let fewest = 20

    /// What the output layer sees, one row a recording.
    let features: [[Float]]
    let labels: [Bool]
    /// The logit of the probability that the old model gives, its prior included.
    let logits: [Double]
    /// Patients that each recording stands for, with mean 1; nil where each stands for itself.
    let weights: [Double]?
    /// From 0 to ``foldCount`` − 1.
    let folds: [Int]

    /// - Parameters:
    ///   - output: Its place among the model's outputs.
    ///   - layer: Its row of the old output layer.
    ///   - recordings: All labelled recordings.
    ///   - seed: Decides the folds.
    /// - Throws: ``Unrenewed`` where too few patients carry a label.
    init(_ output: Int, of layer: OutputRow, _ recordings: LabelledFeatures, seed: UInt64) throws(Unrenewed) {
        let rows = recordings.labels.indices.filter { row in
            let weighs = recordings.eligible.map { ($0[recordings.strata[row] ?? ""] ?? 0) > 0 } ?? true
            return weighs && recordings.labels[row][output] != nil
        }
        let labels = rows.map { recordings.labels[$0][output] ?? false }
        let patients = rows.map { recordings.patients[$0] }
        try Self.check(labels, patients)
        features = rows.map { recordings.features[$0] }
        self.labels = labels
        logits = features.map(layer.logit)
        weights = recordings.weights(of: rows)
        folds = Self.dealt(patients, labels, seed: seed)
    }

    private static func check(_ labels: [Bool], _ patients: [String]) throws(Unrenewed) {
        guard !labels.isEmpty else { throw Unrenewed(reason: "no recording has a label of it") }
        for wanted in [true, false] {
            let found = Set(zip(labels, patients).filter { $0.0 == wanted }.map(\.1)).count
            guard found >= fewest else {
                let whom = wanted ? "with the condition" : "without it"
                throw Unrenewed(reason: "\(found) patients \(whom), fewer than \(fewest)")
            }
        }
    }

    /// All recordings of a patient in one fold; patients with the condition are dealt out first, so that each fold has
    /// about as many.
    private static func dealt(_ patients: [String], _ labels: [Bool], seed: UInt64) -> [Int] {
        let ill = Set(zip(patients, labels).filter(\.1).map(\.0))
        var seen: Set<String> = []
        let distinct = patients.filter { seen.insert($0).inserted }
        var random = Xoshiro256StarStar(seed: seed)
        let cases = random.shuffled(distinct.filter(ill.contains))
        let order = cases + random.shuffled(distinct.filter { !ill.contains($0) })
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % foldCount) })
        return patients.map { places[$0] ?? 0 }
    }

    /// The rows that lie in none of these folds.
    func rows(without excluded: Set<Int>) -> [Int] { folds.indices.filter { !excluded.contains(folds[$0]) } }
    /// The rows of a fold.
    func rows(in fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }
}

/// One output's row of the output layer, in double precision.
struct OutputRow: Equatable {
    var weights: [Double]
    var bias: Double

    /// The prior becomes part of the bias: sigmoid of the row's logit is the calibrated probability.
    init(_ output: Int, of network: ResNetWeights, prior: Double?) {
        let width = network.shape.featureCount
        weights = network.values("output.weight")[output * width..<(output + 1) * width].map(Double.init)
        bias = Double(network.values("output.bias")[output]) + (prior.map { log($0 / (1 - $0)) } ?? 0)
    }

    func logit(_ features: [Float]) -> Double {
        zip(weights, features).reduce(bias) { $0 + $1.0 * Double($1.1) }
    }
}

/// Why an output is left as it is.
struct Unrenewed: Error, Equatable {
    let reason: String
}
