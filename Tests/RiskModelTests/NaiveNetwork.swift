import Foundation
import RiskModel

@testable import struct RiskModel.ResNetShape

/// The network written straight from its definition: direct loops in double precision, nothing folded or fused.
struct NaiveNetwork {
    typealias Map = [[Double]]  // channels of samples

    let tensors: [String: Tensor]

    /// Logits of one recording of 2500 × 12 samples.
    func logits(waveform: [Float], tabular: [Float]) -> [Double] {
        var map: Map = (0..<12).map { lead in (0..<2500).map { Double(waveform[$0 * 12 + lead]) } }
        map = maxPool(rectified(normalised(convolved(map, "conv1", stride: 2, padding: 7), "bn1")))
        for (stage, blocks) in [3, 4, 6, 3].enumerated() {
            for block in 0..<blocks {
                map = residualBlock(map, "layer\(stage + 1).\(block)", stride: stage > 0 && block == 0 ? 2 : 1)
            }
        }
        let averages = map.map { $0.reduce(0, +) / Double($0.count) }
        let maxima = map.map { $0.max() ?? 0 }
        return linear(averages + maxima + tabular.map(Double.init))
    }

    private func residualBlock(_ input: Map, _ name: String, stride: Int) -> Map {
        var map = rectified(normalised(convolved(input, "\(name).conv1", stride: stride, padding: 3), "\(name).bn1"))
        map = normalised(convolved(map, "\(name).conv2", stride: 1, padding: 3), "\(name).bn2")
        var residual = input
        if tensors["\(name).downsample.0.weight"] != nil {
            residual = convolved(input, "\(name).downsample.0", stride: stride, padding: 0)
            residual = normalised(residual, "\(name).downsample.1")
        }
        return rectified(zip(map, residual).map { zip($0, $1).map(+) })
    }

    private func convolved(_ input: Map, _ name: String, stride: Int, padding: Int) -> Map {
        let weight = tensor("\(name).weight")
        let (outputs, inputs, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
        let length = (input[0].count + 2 * padding - kernel) / stride + 1
        return (0..<outputs).map { output in
            (0..<length).map { position in
                var sum = 0.0
                for channel in 0..<inputs {
                    for tap in 0..<kernel {
                        let sample = position * stride + tap - padding
                        guard input[channel].indices.contains(sample) else { continue }
                        sum +=
                            input[channel][sample]
                            * Double(weight.values[(output * inputs + channel) * kernel + tap])
                    }
                }
                return sum
            }
        }
    }

    private func normalised(_ input: Map, _ name: String) -> Map {
        let scale = tensor("\(name).weight").values
        let shift = tensor("\(name).bias").values
        let mean = tensor("\(name).running_mean").values
        let variance = tensor("\(name).running_var").values
        return input.enumerated().map { channel, samples in
            samples.map {
                ($0 - Double(mean[channel])) / (Double(variance[channel]) + 1e-5).squareRoot()
                    * Double(scale[channel]) + Double(shift[channel])
            }
        }
    }

    private func rectified(_ input: Map) -> Map { input.map { $0.map { max($0, 0) } } }

    private func maxPool(_ input: Map) -> Map {
        input.map { samples -> [Double] in
            (0..<(samples.count + 1) / 2).map { position -> Double in
                let window = max(0, 2 * position - 1)...min(samples.count - 1, 2 * position + 1)
                return samples[window].max() ?? 0
            }
        }
    }

    private func tensor(_ name: String) -> Tensor { tensors[name] ?? Tensor(shape: [0, 0, 0], values: []) }

    private func linear(_ features: [Double]) -> [Double] {
        let weight = tensor("output.weight").values
        return tensor("output.bias").values.enumerated().map { output, bias in
            features.enumerated().reduce(Double(bias)) {
                $0 + $1.element * Double(weight[output * features.count + $1.offset])
            }
        }
    }
}
