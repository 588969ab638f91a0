/// What one layer passes to the next, for several recordings: channels of samples.
struct FeatureMaps {
    /// Mean and variance of one channel over all recordings and positions.
    struct Moments {
        let mean: Float
        let variance: Float
    }

    let channels: Int
    let length: Int
    /// One array a recording, channel after channel.
    private var recordings: [[Float]]

    /// From sample-major waveforms of 2500 × 12.
    init(waveforms: [[Float]]) {
        channels = ResNetShape.leads
        length = ResNetShape.samples
        recordings = waveforms.map { waveform in
            (0..<ResNetShape.leads).flatMap { lead in
                (0..<ResNetShape.samples).map { waveform[$0 * ResNetShape.leads + lead] }
            }
        }
    }

    private init(channels: Int, length: Int, recordings: [[Float]]) {
        self.channels = channels
        self.length = length
        self.recordings = recordings
    }

    /// Weights are (outputs, inputs, kernel).
    func convolved(_ weights: [Float], _ layer: ConvolutionLayer) -> FeatureMaps {
        let outputLength = layer.outputLength(length)
        let results = recordings.map { input in
            [Float](unsafeUninitializedCapacity: layer.outputs * outputLength) { output, count in
                output.initialize(repeating: 0)
                count = output.count
                for row in 0..<layer.outputs * layer.inputs {
                    let channel = (row % layer.inputs) * length..<(row % layer.inputs + 1) * length
                    let place = (row / layer.inputs) * outputLength..<(row / layer.inputs + 1) * outputLength
                    let kernel = weights[row * layer.kernel..<(row + 1) * layer.kernel]
                    input[channel].withUnsafeBufferPointer { input in
                        layer.accumulate(kernel, input, into: UnsafeMutableBufferPointer(rebasing: output[place]))
                    }
                }
            }
        }
        return FeatureMaps(channels: layer.outputs, length: outputLength, recordings: results)
    }

    /// Population moments, in double precision.
    func moments() -> [Moments] {
        (0..<channels).map { channel in
            let range = channel * length..<(channel + 1) * length
            let count = Double(recordings.count * length)
            let mean = recordings.reduce(0.0) { $1[range].reduce($0) { $0 + Double($1) } } / count
            let squares = recordings.reduce(0.0) { sum, recording in
                recording[range].reduce(sum) { $0 + (Double($1) - mean) * (Double($1) - mean) }
            }
            return Moments(mean: Float(mean), variance: Float(squares / count))
        }
    }

    /// y = scale · (x − mean) / √(variance + ε) by channel.
    mutating func normalise(_ moments: [Moments], scale: Float) {
        let factors = moments.map { 1 / (Double($0.variance) + FoldedConvolutions.epsilon).squareRoot() }
        for recording in recordings.indices {
            for place in recordings[recording].indices {
                let channel = place / length
                recordings[recording][place] -= moments[channel].mean
                recordings[recording][place] *= Float(factors[channel]) * scale
            }
        }
    }

    /// Adds maps of the same size.
    mutating func add(_ other: FeatureMaps) {
        for recording in recordings.indices {
            for place in recordings[recording].indices {
                recordings[recording][place] += other.recordings[recording][place]
            }
        }
    }

    /// y = max(x, 0).
    mutating func rectify() {
        for recording in recordings.indices {
            for place in recordings[recording].indices {
                recordings[recording][place] = max(0, recordings[recording][place])
            }
        }
    }

    /// Maximum over three samples, every second position.
    func maximumPooled() -> FeatureMaps {
        let halved = (length + 1) / 2
        let results = recordings.map { input in
            (0..<channels * halved).map { place in
                let start = (place / halved) * length
                let centre = 2 * (place % halved)
                return input[(start + max(0, centre - 1))...(start + min(length - 1, centre + 1))].max() ?? 0
            }
        }
        return FeatureMaps(channels: channels, length: halved, recordings: results)
    }
}

extension ConvolutionLayer {
    /// Adds one channel's contribution: the innermost loop, over positions whose sample exists.
    fileprivate func accumulate(
        _ kernel: ArraySlice<Float>,
        _ input: UnsafeBufferPointer<Float>,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        for (tap, weight) in kernel.enumerated() {
            let shift = tap - padding
            let first = max(0, (stride - 1 - shift) / stride)
            let last = min(output.count - 1, (input.count - 1 - shift) / stride)
            guard first <= last else { continue }
            for position in first...last { output[position] += weight * input[position * stride + shift] }
        }
    }
}
