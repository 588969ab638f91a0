import ArgumentParser
import Foundation
import RiskModel

struct ModelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the models inside the binary, or those in a folder.",
        discussion: """
              stratum model list
              stratum model list --folder models --json
            """
    )

    @Option(help: "A folder with weights (.safetensors) and a card (.json) beside each.", completion: .directory)
    var folder: String?
    @Flag(help: "Print a JSON array of cards.") var json = false

    func run() async throws {
        let cards = try folder.map(Self.cards) ?? ModelCard.shipped
        guard !json else { return print(try JSONText.of(cards)) }
        for card in cards { print("\(card.id)  \(card.title)\(card.caution)") }
    }

    /// The cards of the weights in a folder, by the names of the files; what has none is told on standard error.
    private static func cards(in folder: String) throws -> [ModelCard] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure.refuse("\(folder): is no folder that can be read; name another", code: Failure.badData)
        }
        return names.filter { $0.hasSuffix(".safetensors") }.sorted().compactMap { name in
            let path = ModelFile.card(besideWeights: "\(folder)/\(name)")
            do {
                return try ModelCard(json: try InputFile.bytes(path, limit: 1 << 20))
            } catch {
                Failure.note("\(path): \(error)")
                return nil
            }
        }
    }
}
