import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct DeepCoxWeightsTests {
    @Test(arguments: [(1, [1, 1]), (5, [10, 27, 12, 1]), (3, [74, 8, 8, 8, 1])])
    func `folds and layers follow from the tensors, and the file is read back`(folds: Int, widths: [Int]) throws {
        let weights = try DeepCoxSamples.weights(folds: folds, widths: widths)
        let read = try DeepCoxWeights(safetensors: weights.safetensors(inputs: nil))
        #expect(read == weights)
        #expect(read.shape.folds == folds)
        #expect(read.shape.widths == widths)
        #expect(read.shape.parameterCount == read.tensors.values.reduce(0) { $0 + $1.values.count })
    }

    @Test func `what the file says of itself stands in its metadata and not in the digest`() throws {
        let weights = try DeepCoxSamples.weights()
        let file = weights.safetensors(inputs: ["a", "b", "c"])
        let head = String(decoding: file.dropFirst(8).prefix(120), as: UTF8.self)
        let words = #""activation":"tanh,tanh","input_order":"a,b,c","layout":"[in,out]""#
        #expect(head.hasPrefix("{\"__metadata__\":{\(words)},"))
        #expect(try DeepCoxWeights(safetensors: file).digest == weights.digest)
    }

    private static func changed(_ change: (inout [String: Tensor]) -> Void) throws -> [String: Tensor] {
        var tensors = try DeepCoxSamples.weights().tensors
        change(&tensors)
        return tensors
    }

    @Test func `a tensor that is missing, odd, misshapen or not finite is named`() throws {
        let bias = "fold_1.layer2.bias"
        #expect(throws: RiskModelError.missingTensor(bias)) {
            try DeepCoxWeights(tensors: Self.changed { $0[bias] = nil })
        }
        #expect(throws: RiskModelError.missingTensor("fold_0.layer1.weight")) { try DeepCoxWeights(tensors: [:]) }
        let odd = Tensor(shape: [1], values: [0])
        #expect(throws: RiskModelError.unexpectedTensor("fold_2.layer2.bias")) {
            try DeepCoxWeights(tensors: Self.changed { $0["fold_2.layer2.bias"] = odd })
        }
        #expect(throws: RiskModelError.wrongShape(tensor: bias, expected: [1], found: [2])) {
            try DeepCoxWeights(tensors: Self.changed { $0[bias] = Tensor(shape: [2], values: [0, 0]) })
        }
        #expect(throws: RiskModelError.notFinite(tensor: bias)) {
            try DeepCoxWeights(tensors: Self.changed { $0[bias] = Tensor(shape: [1], values: [.infinity]) })
        }
        let last = "fold_0.layer2.weight"
        let wide = Tensor(shape: [4, 2], values: [Float](repeating: 0, count: 8))
        #expect(throws: RiskModelError.self) { try DeepCoxWeights(tensors: Self.changed { $0[last] = wide }) }
        #expect(throws: RiskModelError.self) {
            try DeepCoxWeights(tensors: Self.changed { $0[last] = Tensor(shape: [4], values: [0, 0, 0, 0]) })
        }
    }
}
