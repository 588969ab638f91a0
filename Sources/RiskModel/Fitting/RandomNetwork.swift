import Biostatistics

/// Networks whose convolutions are random and whose batch normalisation is fitted to recordings.
///
/// Convolutions are He-normal, those of the stem smoothed over time, because an ECG's waves are slower than its noise.
/// Then, layer by layer in the order of computation, the running mean and variance of each
/// normalisation become those of its input over the calibration recordings, so that every layer sees unit variance and
/// the pooled features keep differing between recordings. A residual branch enters with a tenth of the shortcut's
/// scale: thirty random layers in full strength would mix signal and noise until nothing can be read from the result. A linear layer on such features can be fitted in closed
/// steps. Sources: He et al., ICCV 2015; Krähenbühl et al., "Data-dependent initializations", ICLR 2016.
public enum RandomNetwork {
    /// Scale of a block's second normalisation.
    fileprivate static let branchScale: Float = 0.1
    /// How often the stem's kernels are smoothed.
    private static let smoothings = 3

    /// Makes a network whose output layer is zero.
    ///
    /// - Parameters:
    ///   - shape: Width and number of outputs.
    ///   - seed: Decides the convolutions.
    ///   - waveforms: At least two preprocessed recordings of 2500 × 12 samples, sample-major.
    /// - Returns: Weights that depend on nothing but the arguments.
    /// - Throws: ``RiskModelError/cannotFit(reason:)`` when recordings are too few or of the wrong size.
    public static func weights(
        shape: ResNetShape,
        seed: UInt64,
        calibratedOn waveforms: [[Float]]
    ) throws -> ResNetWeights {
        guard waveforms.count >= 2, waveforms.allSatisfy({ $0.count == ResNetShape.samples * ResNetShape.leads }) else {
            throw RiskModelError.cannotFit(reason: "calibration needs two or more recordings of 2500 × 12 samples")
        }
        var calibration = NormalisationCalibration(convolutions: convolutions(shape, seed: seed))
        let layers = shape.convolutions
        var maps = FeatureMaps(waveforms: waveforms)
        maps = calibration.passed(maps, through: layers[0])
        maps.rectify()
        maps = maps.maximumPooled()
        for block in shape.blocks {
            maps = calibration.passed(maps, through: block, of: layers)
        }
        var tensors = calibration.tensors
        let places = shape.outputs * shape.featureCount
        tensors["output.weight"] = Tensor(
            shape: [shape.outputs, shape.featureCount],
            values: [Float](repeating: 0, count: places)
        )
        tensors["output.bias"] = Tensor(shape: [shape.outputs], values: [Float](repeating: 0, count: shape.outputs))
        return try ResNetWeights(tensors: tensors)
    }

    /// He-normal weights: variance 2 / (inputs × kernel).
    private static func convolutions(_ shape: ResNetShape, seed: UInt64) -> [String: Tensor] {
        var random = Xoshiro256StarStar(seed: seed)
        let named = shape.convolutions.map { layer in
            let fan = layer.inputs * layer.kernel
            let scale = (2 / Double(fan)).squareRoot()
            let values = (0..<layer.outputs * fan).map { _ in Float(scale * random.normal()) }
            let kernels = layer.weight == "conv1.weight" ? smoothed(values, kernel: layer.kernel) : values
            return (layer.weight, Tensor(shape: [layer.outputs, layer.inputs, layer.kernel], values: kernels))
        }
        return Dictionary(uniqueKeysWithValues: named)
    }

    /// Weighs each tap with its neighbours, 1 : 2 : 1, several times over.
    private static func smoothed(_ values: [Float], kernel: Int) -> [Float] {
        (0..<smoothings).reduce(values) { values, _ in
            values.indices.map { place in
                let before = place % kernel > 0 ? values[place - 1] : 0
                let after = place % kernel < kernel - 1 ? values[place + 1] : 0
                return 0.5 * values[place] + 0.25 * (before + after)
            }
        }
    }
}

/// Sets each normalisation from the maps that reach it.
private struct NormalisationCalibration {
    private(set) var tensors: [String: Tensor]

    init(convolutions: [String: Tensor]) {
        tensors = convolutions
    }

    /// Convolves, records mean and variance, normalises to the scale.
    mutating func passed(
        _ maps: FeatureMaps,
        through layer: ConvolutionLayer,
        scale: Float = 1
    ) -> FeatureMaps {
        var result = maps.convolved(tensors[layer.weight]?.values ?? [], layer)
        let moments = result.moments()
        let names = layer.normalisationTensors
        let scales = [Float](repeating: scale, count: layer.outputs)
        let columns = [scales, scales.map { _ in 0 }, moments.map(\.mean), moments.map(\.variance)]
        for (name, values) in zip(names, columns) {
            tensors[name] = Tensor(shape: [layer.outputs], values: values)
        }
        result.normalise(moments, scale: scale)
        return result
    }

    mutating func passed(
        _ maps: FeatureMaps,
        through block: ResNetShape.Block,
        of layers: [ConvolutionLayer]
    ) -> FeatureMaps {
        var middle = passed(maps, through: layers[block.first])
        middle.rectify()
        var result = passed(middle, through: layers[block.second], scale: RandomNetwork.branchScale)
        if let shortcut = block.shortcut {
            result.add(passed(maps, through: layers[shortcut]))
        } else {
            result.add(maps)
        }
        result.rectify()
        return result
    }
}
