import CResNet
import Foundation
import Synchronization

/// The convolutional part of a network, ready to run.
///
/// Any number of threads may run it at the same time; each works in memory of its own.
final class ResNetEngine: Sendable {
    /// Unchecked: the network is never changed, and a workspace belongs to one run at a time.
    private struct Pointer: @unchecked Sendable {
        let raw: OpaquePointer
    }

    private let network: Pointer
    /// Workspaces that no run uses.
    private let idle = Mutex<[Pointer]>([])
    private let pooledCount: Int
    private let threads: Int
    private static let reasonLength = 200

    /// - Parameters:
    ///   - weights: of the network.
    ///   - threads: how many recordings one run computes at the same time.
    ///   - instructions: one of ``instructions``; nil for the fastest that this processor has.
    /// - Throws: ``RiskModelError/engine(reason:)``.
    init(_ weights: ResNetWeights, threads: Int = 1, instructions: String? = nil) throws {
        let folded = FoldedConvolutions(weights)
        var reason = [CChar](repeating: 0, count: Self.reasonLength)
        let pointer = stratum_resnet_create(
            folded.layers,
            folded.layers.count,
            folded.parameters,
            folded.parameters.count,
            instructions,
            &reason,
            Self.reasonLength
        )
        guard let pointer else {
            let text = reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
            throw RiskModelError.engine(reason: String(decoding: text, as: UTF8.self))
        }
        network = Pointer(raw: pointer)
        pooledCount = weights.shape.pooledCount
        self.threads = threads
    }

    deinit {
        for workspace in idle.withLock({ $0 }) { stratum_workspace_destroy(workspace.raw) }
        stratum_resnet_destroy(network.raw)
    }

    /// The sets of instructions that this processor has, the fastest first.
    static var instructions: [String] {
        (0...).lazy.map(stratum_resnet_instructions).prefix { $0 != nil }.map { $0.map { String(cString: $0) } ?? "" }
    }

    /// Pooled features of `count` recordings, row after row.
    ///
    /// - Precondition: `waveforms` holds `count` × 2500 × 12 values.
    func pooled(_ waveforms: [Float], count: Int) throws -> [Float] {
        precondition(waveforms.count == count * Self.inputCount, "waveforms of the wrong size")
        let parts = max(1, min(threads, count))
        let workspaces = try (0..<parts).map { _ in try takeWorkspace() }
        defer { idle.withLock { $0 += workspaces } }
        return [Float](unsafeUninitializedCapacity: count * pooledCount) { features, filled in
            let output = Output(features: features)
            waveforms.withUnsafeBufferPointer { waveforms in
                let input = Input(waveforms: waveforms)
                DispatchQueue.concurrentPerform(iterations: parts) { part in
                    run(input, (part * count / parts)..<((part + 1) * count / parts), workspaces[part], output)
                }
            }
            filled = count * pooledCount
        }
    }

    /// Unchecked: every part reads and writes rows of its own.
    private struct Input: @unchecked Sendable {
        let waveforms: UnsafeBufferPointer<Float>
    }

    private struct Output: @unchecked Sendable {
        let features: UnsafeMutableBufferPointer<Float>
    }

    private func run(_ input: Input, _ rows: Range<Int>, _ workspace: Pointer, _ output: Output) {
        guard let waveforms = input.waveforms.baseAddress, let features = output.features.baseAddress else { return }
        stratum_resnet_run(
            network.raw,
            workspace.raw,
            waveforms + rows.lowerBound * Self.inputCount,
            rows.count,
            features + rows.lowerBound * pooledCount
        )
    }

    private func takeWorkspace() throws -> Pointer {
        if let workspace = idle.withLock({ $0.popLast() }) { return workspace }
        guard let workspace = stratum_workspace_create(network.raw) else {
            throw RiskModelError.engine(reason: "out of memory")
        }
        return Pointer(raw: workspace)
    }

    private static let inputCount = ResNetShape.samples * ResNetShape.leads
}
