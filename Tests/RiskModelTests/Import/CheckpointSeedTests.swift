import Foundation
import TestSupport
import Testing

@testable import RiskModel

/// Holds the seed of the fuzzed checkpoint to what the writer makes: the length of the index in two bytes, the index, the
/// numbers.
///
/// `STRATUM_WRITE_SEEDS=1` writes the file anew where the writer has changed on purpose.
@Suite struct CheckpointSeedTests {
    private static let file = URL(filePath: #filePath).appending(path: "../../../Fuzz/corpus/checkpoint/small")
        .standardized

    @Test func `the seed is what the writer makes, and is read`() throws {
        let fold = TensorBundleWriter.folds(try DeepCoxSamples.weights(folds: 1, widths: [3, 2, 1]))[0]
        let seed = Data(CheckpointWriter.little(UInt64(fold.index.count), 2)) + fold.index + fold.data
        if ProcessInfo.processInfo.environment["STRATUM_WRITE_SEEDS"] == "1" { try seed.write(to: Self.file) }
        #expect(try Data(contentsOf: Self.file) == seed)
        #expect(try TensorFlowCheckpoint(folds: [fold]).weights.shape.widths == [3, 2, 1])
    }
}
