public import Foundation

/// The weights of a `deep-cox` from TensorFlow V2 checkpoints, one a fold.
///
/// `layer1/weights` of [in, out] becomes `fold_0.layer1.weight`, `layer1/biases` becomes `fold_0.layer1.bias`, and on;
/// the values are taken as they are.
public struct TensorFlowCheckpoint: Sendable {
    /// The files of one fold.
    public struct Fold: Sendable {
        /// What messages call it, such as `fold_0`.
        public let name: String
        /// Contents of `model.index`.
        public let index: Data
        /// Contents of `model.data-00000-of-00001`.
        public let data: Data

        /// A fold's files.
        public init(name: String, index: Data, data: Data) {
            self.name = name
            self.index = index
            self.data = data
        }
    }

    /// The network.
    public let weights: DeepCoxWeights
    /// What was left out; a line each.
    public let remarks: [String]

    /// - Parameter folds: in the order of their numbers.
    /// - Throws: ``RiskModelError`` naming the fold and its block or tensor.
    public init(folds: [Fold]) throws {
        guard (1...DeepCoxShape.foldLimit).contains(folds.count) else {
            throw RiskModelError.wrongInput(reason: "1 to \(DeepCoxShape.foldLimit) folds are read, not \(folds.count)")
        }
        var tensors: [String: Tensor] = [:]
        var left: Set<String> = []
        for (number, fold) in folds.enumerated() {
            do {
                let bundle = try TensorBundle(index: fold.index, data: fold.data)
                for (name, tensor) in bundle.floats.sorted(by: { $0.key < $1.key }) {
                    if let own = Self.ownName(of: name, fold: number) {
                        tensors[own] = tensor
                    } else if Self.isOptimiserState(name) {
                        left.insert(name)
                    } else {
                        throw RiskModelError.unexpectedTensor(name)
                    }
                }
                left.formUnion(bundle.others)
            } catch let error as RiskModelError {
                throw error.inFold(fold.name)
            }
        }
        weights = try DeepCoxWeights(tensors: tensors)
        remarks = left.isEmpty ? [] : ["left out the optimiser's state: \(left.sorted().joined(separator: ", "))"]
    }

    /// The tensor's name in the architecture; nil for one that is not of it.
    private static func ownName(of name: String, fold: Int) -> String? {
        guard let match = name.wholeMatch(of: /layer([1-9][0-9]?)\/(weights|biases)/), let layer = Int(match.1) else {
            return nil
        }
        return DeepCoxShape.name(fold: fold, layer: layer, match.2 == "weights" ? .weight : .bias)
    }

    private static func isOptimiserState(_ name: String) -> Bool {
        name.wholeMatch(of: /.+\/Adam(_1)?|beta[12]_power|global_step/) != nil
    }
}

extension RiskModelError {
    /// The same with the fold before the part.
    fileprivate func inFold(_ fold: String) -> RiskModelError {
        switch self {
        case .malformedBundle(let part, let reason): .malformedBundle(part: "\(fold), \(part)", reason: reason)
        case .damagedBundle(let part): .damagedBundle(part: "\(fold), \(part)")
        case .unexpectedTensor(let name): .unexpectedTensor("\(fold), \(name)")
        case .duplicateTensor(let name): .duplicateTensor("\(fold), \(name)")
        case .truncatedTensor(let name, let needs, let holds):
            .truncatedTensor("\(fold), \(name)", needsBytes: needs, fileHolds: holds)
        default: self
        }
    }
}
