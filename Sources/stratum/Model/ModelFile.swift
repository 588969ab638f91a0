import Foundation
import RiskModel

/// Files of a model.
enum ModelFile {
    /// Runs `body`, and names the file where the model's own errors do not know it.
    static func naming<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as RiskModelError {
            throw Failure.refuse("\(path): \(error)", code: Failure.badData)
        }
    }

    /// Where the card of a file of weights lies: beside it, ending in .json.
    static func card(besideWeights path: String) -> String { (path as NSString).deletingPathExtension + ".json" }

    /// The same, for reading it.
    ///
    /// - Throws: exit code 65 where the weights are there and no card is.
    static func foundCard(besideWeights path: String) throws -> String {
        let card = card(besideWeights: path)
        guard access(path, F_OK) != 0 || access(card, F_OK) == 0 else {
            throw Failure.refuse(
                "\(card): is not there, and must hold the card of \(path): put it there, or name it with --card where "
                    + "the command has that option",
                code: Failure.badData
            )
        }
        return card
    }

    /// A model's id from the name of its weights: lower-case letters, digits and what may stand between.
    static func id(ofWeights path: String) -> String {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent.lowercased()
        let id = String(
            name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }.prefix(64)
        )
        return id.wholeMatch(of: /[a-z0-9].*/) == nil ? "model" : id
    }

    /// Whether two paths name one file.
    static func isSame(_ one: String, _ other: String) -> Bool {
        func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
        return resolved(one) == resolved(other)
    }

    /// A model from its weights and its card, which lies beside them where it is not named.
    static func model(weights: String, card: String?) throws -> RiskModel {
        let card = try card ?? foundCard(besideWeights: weights)
        let read = try naming(weights) { try ResNetWeights(safetensors: InputFile.read(weights)) }
        let about = try naming(card) { try ModelCard(json: InputFile.read(card, limit: 1 << 20)) }
        return try naming(card) { try RiskModel(weights: read, card: about) }
    }

    /// The same for a model that predicts the time to an event.
    static func deepCox(weights: String, card: String?) throws -> DeepCoxModel {
        let card = try card ?? foundCard(besideWeights: weights)
        let about = try naming(card) { try ModelCard(json: InputFile.read(card, limit: 1 << 20)) }
        guard about.survival != nil else {
            let reads =
                "\(about.id) reads ECGs: give --waveform and --tabular, or the weights of a \(DeepCoxShape.architecture)"
            throw Failure.refuse("\(weights): \(reads)", code: Failure.badData)
        }
        let read = try naming(weights) { try DeepCoxWeights(safetensors: InputFile.read(weights, limit: deepCoxLimit)) }
        return try naming(card) { try DeepCoxModel(weights: read, card: about) }
    }

    /// The largest network read has 64 folds of 16 layers; what is in use has a few thousand numbers.
    private static let deepCoxLimit = 64 << 20
}
