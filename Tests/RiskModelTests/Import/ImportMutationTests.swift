import Foundation
import TestSupport
import Testing

@testable import RiskModel

/// Files whose damage is seeded: what is read is a whole network of finite numbers, what is refused says why.
@Suite struct ImportMutationTests {
    private static func tensors() throws -> [String: Tensor] { try SmallNetwork.tensors(width: 1, outputs: 1) }

    private static func check(_ file: Data) -> Bool {
        do {
            let weights = try ImportedWeights(file: file).weights
            #expect(weights.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
            return true
        } catch let error as RiskModelError {
            #expect(!error.description.contains("\n") && error.description.count < 2000, "\(error)")
            return false
        } catch {
            Issue.record("\(error)")
            return false
        }
    }

    @Test func `a damaged pickle in a sound archive is refused or read`() throws {
        let pickle = Array(CheckpointWriter().pickle(try Self.tensors()))
        for bytes in Mutations(of: pickle, count: 3_000, seed: 21) {
            #expect(throws: Never.self) {
                do {
                    var unpickler = Unpickler(bytes[...])
                    _ = try unpickler.load()
                } catch let error as RiskModelError {
                    #expect(!error.description.contains("\n"))
                }
            }
        }
    }

    @Test(arguments: ["zip", "legacy"])
    func `a damaged checkpoint is refused or read`(container: String) throws {
        let writer = CheckpointWriter()
        let file = container == "zip" ? writer.zip(try Self.tensors()) : writer.legacy(try Self.tensors())
        var read = 0
        for bytes in Mutations(of: Array(file), count: 1_000, seed: 22) where Self.check(Data(bytes)) { read += 1 }
        #expect(container == "zip" || read > 10, "mutations of which none is read test half of the reader")
    }

    @Test func `a damaged graph is refused or read`() throws {
        let file = OnnxWriter(try ResNetWeights(tensors: Self.tensors())).file
        var read = 0
        for bytes in Mutations(of: Array(file), count: 500, seed: 23) where Self.check(Data(bytes)) { read += 1 }
        #expect(read > 10, "mutations of which none is read test half of the reader")
    }
}
