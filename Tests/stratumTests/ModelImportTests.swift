import Foundation
import Testing

/// Oracle: the shipped model, whose file and digest are there already, and the seeds of the fuzzer.
@Suite("Weights")
struct ModelImportTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    private static let shipped = root.appending(path: "Models/shd-simulated")
    private static let seeds = root.appending(path: "Tests/Fuzz/corpus/weights")

    private static func words(_ input: String, _ output: URL, card: String? = nil) -> [String] {
        ["model", "import", input, "--architecture", "resnet1d-tabular", "--output", output.path]
            + (card.map { ["--card", $0] } ?? [])
    }

    @Test("are written as they were, with their card completed, and verified against it")
    func normalised() async throws {
        try await TemporaryFolder.with { folder in
            let output = folder.appending(path: "own.safetensors")
            let weights = Self.shipped.path + ".safetensors"
            let run = try await BuiltProgram.run(Self.words(weights, output, card: Self.shipped.path + ".json"))
            #expect(run.code == 0, "\(run.errors)")
            #expect(try Data(contentsOf: output) == Data(contentsOf: URL(filePath: weights)))
            let verified = try await BuiltProgram.run(["model", "verify", output.path])
            #expect(verified.code == 0, "\(verified.errors)")
            #expect(verified.output.contains("reference logits: largest difference"))
            let listed = try await BuiltProgram.run(["model", "list", "--folder", folder.path])
            #expect(listed.output.hasPrefix("shd-simulated  "))
            let shown = try await BuiltProgram.run(["model", "show", output.path])
            #expect(shown.output.contains("resnet1d-tabular of width 8, 12 outputs, 264144 parameters"))
        }
    }

    @Test("of a checkpoint and of the graph exported from it share a fingerprint, and beside each other a digest")
    func folded() async throws {
        try await TemporaryFolder.with { folder in
            let graph = folder.appending(path: "net.onnx")
            try FileManager.default.copyItem(at: Self.seeds.appending(path: "folded"), to: graph)
            let alone = try await BuiltProgram.run(Self.words(graph.path, folder.appending(path: "a.safetensors")))
            #expect(alone.code == 0, "\(alone.errors)")
            let checkpoint = folder.appending(path: "net.pt")
            try FileManager.default.copyItem(at: Self.seeds.appending(path: "legacy"), to: checkpoint)
            let original = try await BuiltProgram.run(
                Self.words(checkpoint.path, folder.appending(path: "b.safetensors"))
            )
            let beside = try await BuiltProgram.run(Self.words(graph.path, folder.appending(path: "c.safetensors")))
            let lines = [alone, original, beside].map { $0.output.split(separator: "\n") }
            try #require(lines.allSatisfy { $0.count == 3 })
            #expect(lines[0][2] == lines[1][2])
            #expect(lines[0][1] != lines[1][1])
            #expect(lines[2][1...] == lines[1][1...])
        }
    }

    @Test("in a pickle that would run a program are refused by that program's name, and nothing is written")
    func malicious() async throws {
        try await TemporaryFolder.with { folder in
            let output = folder.appending(path: "a.safetensors")
            let run = try await BuiltProgram.run(Self.words(Self.seeds.appending(path: "system").path, output))
            #expect(run.code == 65)
            #expect(run.errors.count == 1)
            #expect(run.errors.first?.contains("os.system at byte 2") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("and a card that are there stay as they are, unless they are to be written over")
    func existing() async throws {
        try await TemporaryFolder.with { folder in
            let weights = Self.shipped.path + ".safetensors"
            for name in ["a.safetensors", "a.json"] {
                let kept = folder.appending(path: name)
                try kept.fill("somebody's")
                let words = Self.words(weights, folder.appending(path: "a.safetensors"))
                let run = try await BuiltProgram.run(words)
                #expect(run.code == 64)
                #expect(run.errors.first?.contains(name) == true && run.errors.first?.contains("--force") == true)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
                #expect(try await BuiltProgram.run(words + ["--force"]).code == 0)
                #expect(try Data(contentsOf: kept).count > 1000)
                try ["a.safetensors", "a.json"].forEach {
                    try FileManager.default.removeItem(at: folder.appending(path: $0))
                }
            }
        }
    }

    @Test("other than the card's are refused")
    func other() async throws {
        try await TemporaryFolder.with { folder in
            let output = folder.appending(path: "a.safetensors")
            let legacy = Self.seeds.appending(path: "legacy").path
            let run = try await BuiltProgram.run(Self.words(legacy, output, card: Self.shipped.path + ".json"))
            #expect(run.code == 65)
            #expect(run.errors.first?.contains("have digest") == true)
        }
    }
}
