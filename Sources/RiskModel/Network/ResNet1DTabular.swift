/// The residual network that reads a 12-lead ECG and seven tabular values.
///
/// Agrees with PyTorch to 1e-5 in the logits. A row's result does not depend on the rows beside it.
public struct ResNet1DTabular: Sendable {
    /// Width and number of outputs.
    public let shape: ResNetShape
    private let engine: ResNetEngine
    private let outputWeight: [Float]
    private let outputBias: [Float]

    /// A network that computes so many recordings at the same time: one a worker in a server.
    ///
    /// - Throws: ``RiskModelError/engine(reason:)``.
    public init(_ weights: ResNetWeights, threads: Int = 1) throws {
        shape = weights.shape
        engine = try ResNetEngine(weights, threads: threads)
        outputWeight = weights.values("output.weight")
        outputBias = weights.values("output.bias")
    }

    /// Computes the logits of every row.
    ///
    /// - Parameters:
    ///   - waveforms: N × 2500 × 12 preprocessed samples, sample-major.
    ///   - tabular: N × 7 scaled values: sex, age, ventricular rate, atrial rate, PR, QRS, QTc.
    /// - Returns: N rows in the order of the model's outputs.
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` when sizes disagree or a value is not finite.
    public func logits(waveforms: [Float], tabular: [Float]) throws -> [[Float]] {
        try features(waveforms: waveforms, tabular: tabular).map(output)
    }

    /// Computes what the output layer sees.
    ///
    /// - Parameters:
    ///   - waveforms: N × 2500 × 12 preprocessed samples, sample-major.
    ///   - tabular: N × 7 scaled values.
    /// - Returns: N rows of averages, maxima, then the tabular values; 16F + 7 in all.
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` when sizes disagree or a value is not finite.
    public func features(waveforms: [Float], tabular: [Float]) throws -> [[Float]] {
        let count = try rows(waveforms: waveforms, tabular: tabular)
        let pooled = try engine.pooled(waveforms, count: count)
        let width = shape.pooledCount
        return (0..<count).map { row in
            Array(pooled[(row * width)..<((row + 1) * width)])
                + tabular[(row * ResNetShape.tabularCount)..<((row + 1) * ResNetShape.tabularCount)]
        }
    }

    private func rows(waveforms: [Float], tabular: [Float]) throws -> Int {
        let size = ResNetShape.samples * ResNetShape.leads
        let count = waveforms.count / size
        guard waveforms.count == count * size, tabular.count == count * ResNetShape.tabularCount else {
            let reason =
                "\(waveforms.count) samples and \(tabular.count) tabular values are not N × 2500 × 12 and N × 7"
            throw RiskModelError.wrongInput(reason: reason)
        }
        guard waveforms.allSatisfy(\.isFinite), tabular.allSatisfy(\.isFinite) else {
            throw RiskModelError.wrongInput(reason: "a value is not finite")
        }
        return count
    }

    private func output(_ features: [Float]) -> [Float] {
        outputBias.indices.map { index in
            let row = outputWeight[(index * features.count)..<((index + 1) * features.count)]
            return Float(zip(row, features).reduce(Double(outputBias[index])) { $0 + Double($1.0) * Double($1.1) })
        }
    }
}
