/// The `deep-cox` architecture at one size: an ensemble of small dense networks with tanh on every layer.
///
/// Source: Liang et al., Nat Commun 2020;11:3543, and its public code: the last layer has tanh too, so that every fold
/// gives a number from −1 to 1.
public struct DeepCoxShape: Sendable, Hashable {
    /// The name that model cards use.
    public static let architecture = "deep-cox"
    /// Most folds read.
    static let foldLimit = 64
    /// Most layers read.
    static let layerLimit = 16
    /// Largest layer read.
    static let widthLimit = 1024

    /// Networks whose outputs are averaged.
    public let folds: Int
    /// Values before each layer, then 1, such as 10, 27, 12, 1.
    public let widths: [Int]

    /// - Throws: ``RiskModelError/wrongInput(reason:)`` for more than is read, or a last layer of other than one value.
    public init(folds: Int, widths: [Int]) throws {
        guard (1...Self.foldLimit).contains(folds) else {
            throw RiskModelError.wrongInput(reason: "folds must lie in 1...\(Self.foldLimit)")
        }
        guard (2...Self.layerLimit + 1).contains(widths.count), widths.last == 1,
            widths.allSatisfy({ (1...Self.widthLimit).contains($0) })
        else {
            let reason = "1...\(Self.layerLimit) layers of 1...\(Self.widthLimit) values, the last of one, are read"
            throw RiskModelError.wrongInput(reason: reason)
        }
        self.folds = folds
        self.widths = widths
    }

    /// Values that the network takes.
    public var inputs: Int { widths[0] }
    /// Layers of each fold.
    public var layers: Int { widths.count - 1 }
    /// Weights and biases of all folds.
    public var parameterCount: Int { folds * zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 } }

    /// The name of a tensor; fold from 0, layer from 1.
    static func name(fold: Int, layer: Int, _ part: Part) -> String { "fold_\(fold).layer\(layer).\(part.rawValue)" }

    /// The two tensors of a layer.
    enum Part: String {
        /// [in, out], row-major: y = tanh(x·W + b).
        case weight
        /// [out].
        case bias
    }

    /// The shape of every tensor by its name.
    var tensorShapes: [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for fold in 0..<folds {
            for layer in 1...layers {
                shapes[Self.name(fold: fold, layer: layer, .weight)] = [widths[layer - 1], widths[layer]]
                shapes[Self.name(fold: fold, layer: layer, .bias)] = [widths[layer]]
            }
        }
        return shapes
    }

    /// What the names and shapes of tensors say, from the first fold and the first layer of each.
    init(tensors: [String: [Int]]) throws {
        func weight(_ fold: Int, _ layer: Int) -> [Int]? { tensors[Self.name(fold: fold, layer: layer, .weight)] }
        let layers = (1...Self.layerLimit).prefix { weight(0, $0) != nil }
        let folds = (0..<Self.foldLimit).prefix { weight($0, 1) != nil }
        let matrices = layers.compactMap { layer in weight(0, layer).map { (layer, $0) } }
        guard !matrices.isEmpty else {
            throw RiskModelError.missingTensor(Self.name(fold: 0, layer: 1, .weight))
        }
        for (layer, shape) in matrices where shape.count != 2 {
            let name = Self.name(fold: 0, layer: layer, .weight)
            throw RiskModelError.wrongShape(tensor: name, expected: [0, 0], found: shape)
        }
        try self.init(folds: folds.count, widths: matrices.prefix(1).map { $0.1[0] } + matrices.map { $0.1[1] })
    }
}
