import Foundation
import RiskModel

/// A folder of TensorFlow checkpoints: `fold_0`, `fold_1` and on, each with `model.index` and the file it speaks of.
enum CheckpointFolder {
    private static let indexName = "model.index"
    private static let dataName = "model.data-00000-of-00001"

    /// The files of every fold, in the order of their numbers; of the folder itself where it is one checkpoint.
    ///
    /// - Throws: exit code 65 with the path and the remedy.
    static func folds(_ path: String) throws -> [TensorFlowCheckpoint.Fold] {
        if FileManager.default.fileExists(atPath: "\(path)/\(indexName)") {
            return [try fold("fold_0", in: path)]
        }
        let numbers = try names(in: path).compactMap { name in
            name.wholeMatch(of: /fold_(0|[1-9][0-9]{0,3})/).flatMap { Int($0.1) }
        }.sorted()
        guard !numbers.isEmpty else {
            let what = "has neither \(indexName) nor folders fold_0, fold_1, … that have one"
            throw Failure.refuse("\(path): \(what); name the folder of the checkpoint", code: Failure.badData)
        }
        guard numbers == Array(numbers.indices) else {
            let missing = numbers.indices.first { numbers[$0] != $0 } ?? 0
            throw Failure.refuse("\(path): fold_\(missing) is missing; copy every fold", code: Failure.badData)
        }
        return try numbers.map { try fold("fold_\($0)", in: "\(path)/fold_\($0)") }
    }

    private static func fold(_ name: String, in folder: String) throws -> TensorFlowCheckpoint.Fold {
        .init(
            name: name,
            index: try InputFile.read("\(folder)/\(indexName)", limit: 16 << 20),
            data: try InputFile.read("\(folder)/\(dataName)", limit: 64 << 20)
        )
    }

    private static func names(in path: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw Failure.refuse("\(path): is no folder that can be read; name another", code: Failure.badData)
        }
    }
}
