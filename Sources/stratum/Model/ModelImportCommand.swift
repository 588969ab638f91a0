import ArgumentParser
import Foundation
import RiskModel

struct ModelImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes weights of a model from a PyTorch or TensorFlow checkpoint, an ONNX graph or safetensors.",
        discussion: """
            Nothing in the file is run: a checkpoint that asks for anything but tensors is refused, and an ONNX graph \
            that computes anything but the architecture. The same weights give the same file and the same SHA-256. \
            Exporters fold batch normalisation into the weights of an ONNX graph and round on the way; such weights \
            have a SHA-256 of their own, unless their original is given or lies beside them under the same name and \
            they prove to be its folding. The fingerprint is the same either way.

            Without --card the card beside the weights says what is known, and that the model is not for patients.

            A deep-cox is read from a folder of TensorFlow V2 checkpoints, one a fold: fold_0/model.index, \
            fold_0/model.data-00000-of-00001, and on. Every block and every tensor is held against its CRC-32C. Where \
            the weights are those of a published model whose card is inside the program (`stratum model list`), that \
            card is written beside them.

              stratum model import weights.pt --architecture resnet1d-tabular --output echonext.safetensors
              stratum model import net.onnx --architecture resnet1d-tabular --output net.safetensors --card about.json
              stratum model import checkpoint --architecture deep-cox --output covid.safetensors
            """
    )

    @Argument(
        help: "The file, whose format is told by its content, or the folder of a deep-cox.",
        completion: .file(extensions: ["pt", "pth", "onnx", "safetensors"])
    )
    var path: String

    @Option(help: "The network's architecture: resnet1d-tabular or deep-cox.") var architecture: String
    @Option(help: "File of the weights, ending in .safetensors; the card goes beside it, ending in .json.")
    var output: String
    @Option(help: "What the model is and for whom, as JSON; digests are filled in.") var card: String?
    @Option(help: "The weights that an ONNX graph was exported from.") var original: String?
    @Flag(help: "Write over files that are there.") var force = false

    func validate() throws {
        let known = [ResNetShape.architecture, DeepCoxShape.architecture]
        guard known.contains(architecture) else {
            throw ValidationError("--architecture \(architecture): known are \(known.joined(separator: " and "))")
        }
        guard original == nil || architecture == ResNetShape.architecture else {
            throw ValidationError("--original goes with an ONNX graph of a \(ResNetShape.architecture)")
        }
        guard output.hasSuffix(".safetensors") else { throw ValidationError("--output must end in .safetensors") }
        guard card.map({ !ModelFile.isSame($0, cardOutput) }) ?? true else {
            throw ValidationError("--card \(cardOutput): would be written over; name another --output")
        }
    }

    private var cardOutput: String { ModelFile.card(besideWeights: output) }

    func run() async throws {
        for path in [output, cardOutput] {
            try OutputFile.check(path)
            if !force { try OutputFile.refuseExisting(path) }
        }
        guard architecture == ResNetShape.architecture else { return try importDeepCox() }
        let file = try InputFile.read(path)
        let imported = try ModelFile.naming(path) { try restored(ImportedWeights(file: file)) }
        let stated = try card.map { try InputFile.read($0, limit: 1 << 20) }
        let about = try ModelFile.naming(card ?? path) {
            try imported.card(
                describedBy: stated,
                id: ModelFile.id(ofWeights: output),
                origin: (URL(fileURLWithPath: path).lastPathComponent.printable(limit: 200), file)
            )
        }
        try OutputFile.write(imported.weights.safetensors, to: output)
        try OutputFile.write(about.json, to: cardOutput)
        for remark in imported.remarks { Failure.note("\(path): \(remark)") }
        if card == nil { Failure.note("\(cardOutput): state what the model is for and what its outputs mean") }
        print("\(output): \(imported.format.rawValue), \(imported.weights.shape.summary)")
        print("weights \(about.weightsSHA256)")
        print("fingerprint \(imported.weights.fingerprint)")
    }

    private func importDeepCox() throws {
        let imported = try ModelFile.naming(path) { try TensorFlowCheckpoint(folds: CheckpointFolder.folds(path)) }
        let stated = try card.map { try InputFile.read($0, limit: 1 << 20) }
        let about = try ModelFile.naming(card ?? path) {
            try imported.card(describedBy: stated, id: ModelFile.id(ofWeights: output))
        }
        let inputs = about?.survival?.inputs.map(\.name)
        try OutputFile.write(imported.weights.safetensors(inputs: inputs), to: output)
        for remark in imported.remarks { Failure.note("\(path): \(remark)") }
        if URL(fileURLWithPath: path).lastPathComponent.hasPrefix("fold_") {
            Failure.note("\(path): is one fold; name the folder above it for all of them")
        }
        if let about {
            try OutputFile.write(about.json, to: cardOutput)
        } else {
            Failure.note(
                "\(output): no card inside the program is of these weights, so none is beside them, and they score nothing "
                    + "yet; write one as `stratum model show critical-illness --json` prints it and import again with --card"
            )
        }
        print("\(output): TensorFlow checkpoint, \(imported.weights.shape.summary)")
        print("weights \(imported.weights.digest)")
        if let about { print("card \(cardOutput): \(about.id)") }
    }

    /// The original's tensors in place of folded ones, where there is an original.
    private func restored(_ imported: ImportedWeights) throws -> ImportedWeights {
        if let original {
            let weights = try ModelFile.naming(original) { try ImportedWeights(file: InputFile.read(original)).weights }
            return try imported.restored(from: weights)
        }
        guard imported.weights.isFolded, imported.format == .onnx else { return imported }
        let stem = (path as NSString).deletingPathExtension
        for neighbour in ["safetensors", "pt", "pth"].map({ "\(stem).\($0)" }) {
            guard let file = try? InputFile.bytes(neighbour, limit: InputFile.limit),
                let weights = try? ImportedWeights(file: file).weights,
                let restored = try? imported.restored(from: weights)
            else { continue }
            Failure.note("\(path): \(neighbour) beside it is what it was exported from")
            return restored
        }
        return imported
    }
}

extension ResNetShape {
    /// One line for a terminal.
    var summary: String {
        "\(Self.architecture) of width \(width), \(outputs) output\(outputs == 1 ? "" : "s"), \(parameterCount) parameters"
    }
}
