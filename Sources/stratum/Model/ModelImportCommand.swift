import ArgumentParser
import Foundation
import RiskModel

struct ModelImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes weights of a model from a PyTorch checkpoint, an ONNX graph or safetensors.",
        discussion: """
            Nothing in the file is run: a checkpoint that asks for anything but tensors is refused, and an ONNX graph \
            that computes anything but the architecture. The same weights give the same file and the same SHA-256. \
            Exporters fold batch normalisation into the weights of an ONNX graph and round on the way; such weights \
            have a SHA-256 of their own, unless their original is given or lies beside them under the same name and \
            they prove to be its folding. The fingerprint is the same either way.

            Without --card the card beside the weights says what is known, and that the model is not for patients.

              stratum model import weights.pt --architecture resnet1d-tabular --output echonext.safetensors
              stratum model import net.onnx --architecture resnet1d-tabular --output net.safetensors --card about.json
            """
    )

    @Argument(
        help: "The file; its format is told by its content.",
        completion: .file(extensions: ["pt", "pth", "onnx", "safetensors"])
    )
    var path: String

    @Option(help: "The network's architecture: resnet1d-tabular.") var architecture: String
    @Option(help: "File of the weights, ending in .safetensors; the card goes beside it, ending in .json.")
    var output: String
    @Option(help: "What the model is and for whom, as JSON; digests are filled in.") var card: String?
    @Option(help: "The weights that an ONNX graph was exported from.") var original: String?

    func validate() throws {
        guard architecture == ResNetShape.architecture else {
            throw ValidationError("--architecture \(architecture): the one known is \(ResNetShape.architecture)")
        }
        guard output.hasSuffix(".safetensors") else { throw ValidationError("--output must end in .safetensors") }
        guard card.map({ !ModelFile.isSame($0, cardOutput) }) ?? true else {
            throw ValidationError("--card \(cardOutput): would be written over; name another --output")
        }
    }

    private var cardOutput: String { ModelFile.card(besideWeights: output) }

    func run() async throws {
        for path in [output, cardOutput] { try OutputFile.check(path) }
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
