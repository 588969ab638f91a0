import CDeepCox
import Foundation

/// The ensemble in float64: what comes out is exact to far more places than its float32 weights have.
struct DeepCoxNetwork: Sendable {
    /// Rows that are computed together; blocks hold a multiple of it.
    static let rows = Int(stratum_dense_rows)

    let shape: DeepCoxShape
    /// Fold after fold and layer after layer: weights [in, out], row-major, then biases.
    private let parameters: [Double]
    private let widths: [Int32]

    init(_ weights: DeepCoxWeights) {
        shape = weights.shape
        parameters = (0..<shape.folds).flatMap { fold in
            (1...weights.shape.layers).flatMap { layer in
                [DeepCoxShape.Part.weight, .bias].flatMap { weights.values(fold, layer, $0).map(Double.init) }
            }
        }
        widths = shape.widths.map(Int32.init)
    }

    /// The output of every fold for one row of scaled inputs.
    func outputs(_ row: [Double]) -> [Double] {
        var inputs = [Double](repeating: 0, count: row.count * Self.rows)
        for (place, value) in row.enumerated() { inputs[place * Self.rows] = value }
        let outputs = outputs(columns: inputs, rows: Self.rows)
        return (0..<shape.folds).map { outputs[$0 * Self.rows] }
    }

    /// The outputs of every fold, [folds, rows], for scaled inputs, [inputs, rows].
    ///
    /// - Precondition: `rows` is a multiple of ``rows``.
    func outputs(columns: [Double], rows: Int) -> [Double] {
        precondition(rows % Self.rows == 0 && columns.count == shape.inputs * rows, "inputs do not fill the block")
        let scratchSize = 2 * Self.rows * (shape.widths.max() ?? 1)
        return [Double](unsafeUninitializedCapacity: shape.folds * rows) { outputs, count in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: scratchSize) { scratch in
                parameters.withUnsafeBufferPointer { parameters in
                    widths.withUnsafeBufferPointer { widths in
                        var ensemble = stratum_dense_ensemble(
                            parameters: parameters.baseAddress,
                            widths: widths.baseAddress,
                            layers: Int32(shape.layers),
                            folds: Int32(shape.folds)
                        )
                        stratum_dense_outputs(
                            &ensemble,
                            columns,
                            rows,
                            rows,
                            outputs.baseAddress,
                            scratch.baseAddress
                        )
                    }
                }
            }
            count = shape.folds * rows
        }
    }
}
