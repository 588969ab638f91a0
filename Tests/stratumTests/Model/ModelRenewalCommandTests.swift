import Foundation
import Testing

/// Oracle: a model that was put out of calibration by a known line, and cohorts of the simulator.
@Suite("A new version of a model")
struct ModelRenewalCommandTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    private static let shipped = root.appending(path: "Models/shd-simulated")

    private struct Card: Decodable {
        struct Renewal: Decodable {
            struct Output: Decodable {
                let label: String
                let unchanged: String?
                let slope: Double?
                let intercept: Double?
                let before: Calibration?
                let after: Calibration?
            }

            struct Calibration: Decodable {
                let slope: Figure
                let inTheLarge: Figure
                let intercept: Figure
                let brier: Figure
            }

            struct Figure: Decodable { let value: Double? }

            let parent: String
            let parentWeightsSHA256: String
            let outputs: [Output]
        }

        let id: String
        let weightsSHA256: String
        let renewal: Renewal?

        init(_ file: URL) throws { self = try JSONDecoder().decode(Card.self, from: Data(contentsOf: file)) }

        func output(_ label: String) -> Renewal.Output? { renewal?.outputs.first { $0.label == label } }
    }

    private static func cohort(_ patients: Int, seed: Int, in folder: URL) async throws -> String {
        let path = folder.appending(path: "cohort-\(seed)").path
        let run = try await BuiltProgram.run(
            ["simulate", "--patients", "\(patients)", "--seed", "\(seed)", "--output", path]
        )
        try #require(run.code == 0, "\(run.errors)")
        return path
    }

    /// A copy of the shipped weights whose logits are `intercept` + `slope` times what they were, with a card.
    ///
    /// The container is taken apart here by its published layout: length, header in JSON, floats.
    private static func miscalibrated(slope: Float, intercept: Float, in folder: URL) async throws -> String {
        var file = try Data(contentsOf: shipped.appendingPathExtension("safetensors"))
        let length = Int(file.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
        let header = try #require(
            try JSONSerialization.jsonObject(with: file[8..<8 + length]) as? [String: [String: Any]]
        )
        for (name, shift) in [("output.weight", Float(0)), ("output.bias", intercept)] {
            let offsets = try #require(header[name]?["data_offsets"] as? [Int])
            for place in stride(from: 8 + length + offsets[0], to: 8 + length + offsets[1], by: 4) {
                let old = file.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }
                let new = slope * Float(bitPattern: UInt32(littleEndian: old)) + shift
                withUnsafeBytes(of: new.bitPattern.littleEndian) { file.replaceSubrange(place..<place + 4, with: $0) }
            }
        }
        let raw = folder.appending(path: "raw.safetensors")
        try file.write(to: raw)
        var card = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: shipped.appendingPathExtension("json")))
                as? [String: Any]
        )
        for digest in ["weightsSHA256", "fingerprint", "reference"] { card[digest] = nil }
        card["id"] = "shifted"
        let about = folder.appending(path: "about.json")
        try JSONSerialization.data(withJSONObject: card).write(to: about)
        let output = folder.appending(path: "shifted.safetensors").path
        let run = try await BuiltProgram.run(
            [
                "model", "import", raw.path, "--architecture", "resnet1d-tabular", "--output", output, "--card",
                about.path,
            ]
        )
        try #require(run.code == 0, "\(run.errors)")
        return output
    }

    @Test("brings a miscalibrated model back, seen on patients it had not met; the old one stays as it is")
    func broughtBack() async throws {
        try await TemporaryFolder.with { folder in
            let old = try await Self.miscalibrated(slope: 2.5, intercept: 1, in: folder)
            let before = try Data(contentsOf: URL(filePath: old))
            let new = folder.appending(path: "new.safetensors")
            let plot = folder.appending(path: "new.svg")
            let seen = try await Self.cohort(500, seed: 31, in: folder)
            let run = try await BuiltProgram.run(
                ["model", "calibrate", old, "--cohort", seen, "--outcome", "shd", "--output", new.path]
                    + ["--plot", plot.path]
            )
            try #require(run.code == 0, "\(run.errors)")
            #expect(run.output.contains("shifted before, shifted-2 after"))
            #expect(try Data(contentsOf: URL(filePath: old)) == before)
            #expect(try String(contentsOf: plot, encoding: .utf8).hasPrefix("<svg"))
            let card = try Card(folder.appending(path: "new.json"))
            let change = try #require(card.output("shd"))
            #expect(card.id == "shifted-2" && card.renewal?.parent == "shifted")
            #expect(try #require(change.before?.slope.value) < 0.6)

            // The new version, judged as an old one on patients of another seed.
            let unseen = try await Self.cohort(500, seed: 77, in: folder)
            let again = try await BuiltProgram.run(
                ["model", "calibrate", new.path, "--cohort", unseen, "--outcome", "shd"]
                    + ["--output", folder.appending(path: "judged.safetensors").path]
            )
            try #require(again.code == 0, "\(again.errors)")
            let judged = try #require(try Card(folder.appending(path: "judged.json")).output("shd")?.before)
            // Standard errors with 500 patients are about 0.1, of the fit and of the judgement; uncorrected the slope is 0.4.
            #expect(abs(try #require(judged.slope.value) - 1) < 0.45)
            #expect(abs(try #require(judged.inTheLarge.value)) < 0.35)

            let verified = try await BuiltProgram.run(["model", "verify", new.path])
            #expect(verified.code == 0, "\(verified.errors)")
            let shown = try await BuiltProgram.run(["model", "show", new.path])
            #expect(shown.output.contains("Left as they were, bit for bit"))
        }
    }

    @Test("is written the same twice, and never over a file that is there or over its parent")
    func files() async throws {
        try await TemporaryFolder.with { folder in
            let cohort = try await Self.cohort(160, seed: 5, in: folder)
            let output = folder.appending(path: "a.safetensors")
            let refit = ["model", "refit", "shd-simulated", "--cohort", cohort, "--outcome", "shd", "--seed", "4"]
            let first = try await BuiltProgram.run(refit + ["--output", output.path, "--json"])
            try #require(first.code == 0, "\(first.errors)")
            let bytes = try Data(contentsOf: output)
            #expect(first.output.contains("\"id\" : \"shd-simulated-2\""))
            let over = try await BuiltProgram.run(refit + ["--output", output.path])
            #expect(over.code == 64)
            #expect(over.errors.first?.contains("is there already") == true)
            let second = try await BuiltProgram.run(refit + ["--output", folder.appending(path: "b.safetensors").path])
            #expect(second.code == 0, "\(second.errors)")
            #expect(try Data(contentsOf: folder.appending(path: "b.safetensors")) == bytes)
            let cards = try ["a.json", "b.json"].map { try Data(contentsOf: folder.appending(path: $0)) }
            #expect(cards[0] == cards[1])
            let itself = try await BuiltProgram.run(
                ["model", "calibrate", output.path, "--cohort", cohort, "--output", output.path, "--force"]
            )
            #expect(itself.code == 64)
            #expect(itself.errors.first?.contains("is the model itself") == true)
            #expect(try Data(contentsOf: output) == bytes)
        }
    }

    @Test("needs labels, enough of them, and says what is wrong where")
    func refused() async throws {
        try await TemporaryFolder.with { folder in
            let cohort = try await Self.cohort(30, seed: 5, in: folder)
            let output = folder.appending(path: "a.safetensors").path
            func calibrate(_ words: [String]) async throws -> BuiltProgram.Result {
                try await BuiltProgram.run(["model", "calibrate", "shd-simulated", "--output", output] + words)
            }
            let few = try await calibrate(["--cohort", cohort])
            #expect(few.code == 65)
            #expect(few.errors.first?.contains("fewer than 20") == true, "\(few.errors)")
            let none = try await calibrate([])
            #expect(none.code == 64)
            #expect(none.errors.first?.contains("either --cohort or --cut") == true)
            let stranger = try await calibrate(["--cohort", cohort, "--outcome", "gout"])
            #expect(stranger.code == 64)
            #expect(stranger.errors.first?.contains("gout") == true)
            try URL(filePath: cohort).appending(path: "echo.csv").fill("record_number,lvef_percent\na,40\nb,400\n")
            let impossible = try await calibrate(["--cohort", cohort])
            #expect(impossible.code == 65)
            #expect(impossible.errors.first?.contains("echo.csv:3: lvef_percent: must be") == true)
            try FileManager.default.removeItem(atPath: cohort + "/echo.csv")
            let absent = try await calibrate(["--cohort", cohort])
            #expect(absent.code == 65)
            #expect(absent.errors.first?.contains("echo.csv") == true)
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }
}
