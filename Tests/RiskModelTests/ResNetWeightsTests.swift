import Foundation
import RiskModel
import Testing

@Suite struct ResNetWeightsTests {
    @Test func `a missing tensor is named`() throws {
        var tensors = try SmallNetwork.tensors()
        tensors["layer2.0.downsample.0.weight"] = nil
        #expect(throws: RiskModelError.missingTensor("layer2.0.downsample.0.weight")) {
            try ResNetWeights(tensors: tensors)
        }
    }

    @Test func `a tensor of the wrong shape is named with both shapes`() throws {
        var tensors = try SmallNetwork.tensors()
        tensors["layer1.0.conv1.weight"] = Tensor(shape: [2, 2, 3], values: [Float](repeating: 0, count: 12))
        let expected = RiskModelError.wrongShape(
            tensor: "layer1.0.conv1.weight",
            expected: [2, 2, 7],
            found: [2, 2, 3]
        )
        #expect(throws: expected) { try ResNetWeights(tensors: tensors) }
    }

    @Test(arguments: ["conv1.weight", "output.weight"], [[], [0], [100_000, 1]])
    func `the tensors that decide the shape must themselves be sound`(name: String, shape: [Int]) throws {
        var tensors = try SmallNetwork.tensors()
        tensors[name] = Tensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
        #expect { try ResNetWeights(tensors: tensors) } throws: { "\($0)".contains(name) }
    }

    @Test func `an unexpected tensor is named`() throws {
        var tensors = try SmallNetwork.tensors()
        tensors["layer5.0.conv1.weight"] = Tensor(shape: [1], values: [0])
        #expect(throws: RiskModelError.unexpectedTensor("layer5.0.conv1.weight")) {
            try ResNetWeights(tensors: tensors)
        }
    }

    @Test func `a value that is not finite is refused`() throws {
        var tensors = try SmallNetwork.tensors()
        tensors["output.bias"] = Tensor(shape: [3], values: [0, .infinity, 0])
        #expect(throws: RiskModelError.notFinite(tensor: "output.bias")) { try ResNetWeights(tensors: tensors) }
    }

    @Test func `the digest names the weights and not the file`() throws {
        let weights = try ResNetWeights(tensors: SmallNetwork.tensors())
        let reread = try ResNetWeights(safetensors: weights.safetensors)
        #expect(reread == weights)
        var changed = weights.tensors
        changed["output.bias"] = Tensor(shape: [3], values: [0, 0, 1e-30])
        #expect(try ResNetWeights(tensors: changed).digest != weights.digest)
    }
}
