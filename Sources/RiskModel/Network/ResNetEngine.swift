import COneDNN
import Synchronization

/// The convolutional part of a network, ready to run on oneDNN.
///
/// Runs one call at a time, on the caller's thread: for parallel scoring make one a worker.
final class ResNetEngine: Sendable {
    /// Its buffers are shared by all runs, so the lock is held for the length of one.
    private let network: Mutex<OpaquePointer>
    private let pooledCount: Int
    private static let reasonLength = 200

    /// - Throws: ``RiskModelError/engine(reason:)`` with what oneDNN said.
    init(_ weights: ResNetWeights, threads: Int = 1) throws {
        let folded = FoldedConvolutions(weights)
        var reason = [CChar](repeating: 0, count: Self.reasonLength)
        let pointer = stratum_resnet_create(
            folded.layers,
            folded.layers.count,
            folded.parameters,
            folded.parameters.count,
            Int32(threads),
            &reason,
            Self.reasonLength
        )
        guard let pointer else { throw Self.failure(reason) }
        network = Mutex(pointer)
        pooledCount = weights.shape.pooledCount
    }

    deinit {
        network.withLock { stratum_resnet_destroy($0) }
    }

    /// Pooled features of `count` recordings, row after row.
    ///
    /// - Precondition: `waveforms` holds `count` × 2500 × 12 values.
    func pooled(_ waveforms: [Float], count: Int) throws -> [Float] {
        precondition(waveforms.count == count * ResNetShape.samples * ResNetShape.leads, "waveforms of the wrong size")
        var features = [Float](repeating: 0, count: count * pooledCount)
        var reason = [CChar](repeating: 0, count: Self.reasonLength)
        let status = network.withLock { network in
            stratum_resnet_run(network, waveforms, count, &features, &reason, Self.reasonLength)
        }
        guard status == 0 else { throw Self.failure(reason) }
        return features
    }

    private static func failure(_ reason: [CChar]) -> RiskModelError {
        .engine(reason: String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
