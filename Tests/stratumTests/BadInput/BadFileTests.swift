import Foundation
import Testing

/// Every command that reads a file, with every file that is none: one line, the path in it, exit code 65.
@Suite("A file that nobody can use")
struct BadFileTests {
    /// Commands that need no database; `FILE` is the bad one, `CARD` and `WEIGHTS` are those that ship.
    static let commands = [
        "ecg inspect FILE", "report tier-yield --outcomes FILE", "report accuracy --outcomes FILE",
        "report accuracy --outcomes GOOD --frame FILE", "trial init FILE --data NONE",
        "trial init discovery-shd --weights FILE --card CARD --data NONE",
        "trial init discovery-shd --weights WEIGHTS --card FILE --data NONE",
        "model score --weights FILE --waveform FILE --tabular FILE",
        "model score --weights WEIGHTS --waveform FILE --tabular FILE", "stats two_proportions --input FILE",
    ]

    @Test("is refused by every command that reads one", arguments: commands, BadFile.allCases)
    func refused(_ command: String, _ kind: BadFile) async throws {
        try await TemporaryFolder.with { folder in
            let path = try kind.make(in: folder)
            let result = try await BuiltProgram.run(try Self.words(command, path, in: folder))
            #expect(!result.wasKilled && result.code == 65, "\(result)")
            #expect(result.output.isEmpty, "\(result.output)")
            #expect(result.errors.count == 1 && result.errors.first?.hasPrefix("stratum: ") == true, "\(result.errors)")
            let name = URL(fileURLWithPath: path).lastPathComponent
            #expect(result.errors.first?.contains(name) == true, "\(result.errors)")
            let none = folder.appending(path: "none").path
            #expect(!FileManager.default.fileExists(atPath: none), "a database was made for nothing")
        }
    }

    private static func words(_ command: String, _ path: String, in folder: URL) throws -> [String] {
        let models = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Models")
            .standardizedFileURL
        let good = folder.appending(path: "good.csv")
        try good.fill("subject_id,echonext_tier,shd\nA,low,0\nB,high,1\n")
        return command.split(separator: " ").map { word in
            switch word {
            case "FILE": path
            case "GOOD": good.path
            case "NONE": folder.appending(path: "none").path
            case "CARD": models.appending(path: "shd-simulated.json").path
            case "WEIGHTS": models.appending(path: "shd-simulated.safetensors").path
            default: String(word)
            }
        }
    }
}
