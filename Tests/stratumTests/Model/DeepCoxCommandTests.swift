import Foundation
import RiskModel
import TestSupport
import Testing

/// The commands on a made-up model of two inputs, which this file writes.
@Suite("A deep Cox model on the command line")
struct DeepCoxCommandTests {
    /// Writes `own.safetensors` and `own.json`.
    private static func write(to folder: URL) throws -> String {
        let weights = try DeepCoxWeights(tensors: [
            "fold_0.layer1.weight": Tensor(shape: [2, 1], values: [0.5, -0.25]),
            "fold_0.layer1.bias": Tensor(shape: [1], values: [0.125]),
        ])
        var survival = DeepCoxSamples.survival
        let age = ModelCard.Survival.Input(
            name: "Age",
            label: "Age",
            unit: "years",
            kind: .continuous,
            mean: 50,
            sd: 10,
            coefficient: 0.4,
            limits: .init(0, 120),
            axis: .init(0, 100)
        )
        // Its smoker, with a coefficient of 0.7, is the first input.
        survival.inputs = [survival.inputs[0], age]
        survival.deepScore.coefficient = 1
        survival.baseline = [.init(day: 28, cumulativeHazard: 0.05)]
        survival.tiers = .init(day: 28, bands: [.init("low", upTo: 0.1), .init("high")])
        let card = DeepCoxSamples.card(weights, id: "own", outputs: ["event_28d"], survival: survival)
        let path = folder.appending(path: "own.safetensors")
        try weights.safetensors(inputs: ["Smoker", "Age"]).write(to: path)
        try card.json.write(to: folder.appending(path: "own.json"))
        return path.path
    }

    private static func with(_ body: (_ weights: String, _ folder: URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in try await body(write(to: folder), folder) }
    }

    @Test("is listed, shown and verified")
    func known() async throws {
        try await Self.with { weights, folder in
            let listed = try await BuiltProgram.run(["model", "list", "--folder", folder.path])
            #expect(listed.output.hasPrefix("own  Made up"))
            let shown = try await BuiltProgram.run(["model", "show", weights])
            #expect(shown.output.contains("deep-cox of 1 fold, layers 2→1, 3 parameters"))
            #expect(shown.output.contains("low ≤ 0.1 < high"))
            let verified = try await BuiltProgram.run(["model", "verify", weights])
            #expect(verified.code == 0, "\(verified.errors)")
        }
    }

    @Test("that is published is known by its card alone")
    func published() async throws {
        let shown = try await BuiltProgram.run(["model", "show", "critical-illness"])
        #expect(shown.code == 0 && shown.output.contains("Lactate.dehydrogenase"))
        let verified = try await BuiltProgram.run(["model", "verify", "critical-illness"])
        #expect(verified.code == 65)
        #expect(verified.errors.first?.contains("import your own copy") == true)
    }

    @Test("scores a table, and a file that is there is not written over unasked")
    func scores() async throws {
        try await Self.with { weights, folder in
            let (input, output) = (folder.appending(path: "in.csv"), folder.appending(path: "out.csv"))
            try Data("Age,row_id,Smoker,note\n60,a,1,x\n,b,0,\n50,c,0,\n".utf8).write(to: input)
            let words = ["model", "score", "--weights", weights, "--input", input.path, "--output", output.path]
            let run = try await BuiltProgram.run(words)
            #expect(run.code == 0, "\(run.errors)")
            let last =
                "stratum: 3 rows: 2 scored, 0 of them with imputed inputs; 1 not scored, see the column reason: 1 missing"
            #expect(run.errors.last == last, "\(run.errors)")
            #expect(run.errors.contains { $0.contains("note") })
            let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\r\n").map(String.init)
            #expect(lines.count == 4 && lines[0] == "row_id,score_dl,score_final,p28,tier,reason")
            #expect(lines[2] == "b,,,,,missing:Age")
            let values = lines[1].components(separatedBy: ",")
            let deep = tanh(0.5 - 0.25 + 0.125)
            #expect(try abs(#require(Double(values[1])) - deep) < 1e-14)
            #expect(try abs(#require(Double(values[3])) - (1 - exp(-0.05 * exp(0.7 + 0.4 + deep)))) < 1e-14)
            #expect(try await BuiltProgram.run(words).code == 64)
            #expect(try await BuiltProgram.run(words + ["--force"]).code == 0)
            let printed = try await BuiltProgram.run(Array(words.dropLast()) + ["-"])
            #expect(try Data(printed.output.utf8) == Data(contentsOf: output))
            try input.fill("Age,row_id,Smoker\n60,a,1\n61,b,1\n62,a,1\n")
            let repeated = try await BuiltProgram.run(words + ["--force"])
            #expect(
                repeated.errors.contains {
                    $0.contains("1 rows have the row_id of an earlier one, the first on line 4")
                }
            )
        }
    }

    @Test("refuses a table that is none by its place, and leaves no file")
    func damaged() async throws {
        try await Self.with { weights, folder in
            let (input, output) = (folder.appending(path: "in.csv"), folder.appending(path: "out.csv"))
            for (text, mention) in [
                ("row_id,Smoker\n1,0\n", "no column Age"), ("row_id,Smoker,Age\n1,0,50\n2,0\n", "line 3: 2 fields"),
                ("row_id,Smoker,Age\n1,0,\"50\n", "line 2: the quote"),
            ] {
                try Data(text.utf8).write(to: input)
                let run = try await BuiltProgram.run(
                    ["model", "score", "--weights", weights, "--input", input.path, "--output", output.path]
                )
                #expect(run.code == 65)
                #expect(run.errors.first?.contains(mention) == true, "\(run.errors)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
            }
        }
    }

    @Test("says what to do about a comma, a limit, and a card that is not there")
    func remedies() async throws {
        try await Self.with { weights, folder in
            for (words, code, mention) in [
                (["Smoker=1", "Age=8,2"], 64, "use a point as the decimal sign"),
                (["Smoker=1", "Age=121"], 65, "Age out-of-limits: give 0 to 120 years"),
            ] as [([String], Int32, String)] {
                let run = try await BuiltProgram.run(["nomogram", "--weights", weights] + words)
                #expect(run.code == code && run.errors.first?.contains(mention) == true, "\(run.errors)")
            }
            try FileManager.default.removeItem(at: folder.appending(path: "own.json"))
            for words in [["nomogram", "Age=60", "--weights"], ["model", "show"], ["model", "verify"]] {
                let run = try await BuiltProgram.run(words + [weights])
                #expect(run.code == 65)
                let mention = "own.json: is not there, and must hold the card of \(weights)"
                #expect(run.errors.contains { $0.contains(mention) }, "\(run.errors)")
            }
        }
    }

    @Test("reads one row of a table as it reads values")
    func oneRow() async throws {
        try await Self.with { weights, folder in
            let table = folder.appending(path: "patients.csv")
            try table.fill("Age,row_id,Smoker\n60,a,1\n70,b,0\n70,b,1\n\"8,2\",c,1\n,d,1\n")
            let words = ["nomogram", "--weights", weights]
            func run(_ row: String) async throws -> BuiltProgram.Result {
                try await BuiltProgram.run(words + ["--input", table.path, "--row", row])
            }
            let typed = try await BuiltProgram.run(words + ["Smoker=1", "Age=60"])
            let read = try await run("a")
            #expect(read.code == 0 && read.output == typed.output)
            for (row, mention) in [
                ("b", "row_id b is on lines 3, 4: keep one"), ("c", "line 5: Age: use a point as the decimal sign"),
                ("d", "missing Age; measure it, or give a reference cohort"), ("e", "no row has the row_id e"),
            ] {
                let refused = try await run(row)
                #expect(refused.code == 65 && refused.errors.first?.contains(mention) == true, "\(refused.errors)")
            }
            #expect(try await BuiltProgram.run(words + ["Age=60", "--input", table.path, "--row", "a"]).code == 64)
            #expect(try await BuiltProgram.run(words + ["--row", "a"]).code == 64)
        }
    }

    @Test("is tried on made-up admissions that go to standard output as into a file")
    func printedAdmissions() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "made.csv")
            let words = ["simulate", "admissions", "--patients", "7", "--seed", "3", "--output"]
            #expect(try await BuiltProgram.run(words + [file.path]).code == 0)
            let printed = try await BuiltProgram.run(words + ["-"])
            #expect(try printed.code == 0 && Data(printed.output.utf8) == Data(contentsOf: file))
        }
    }

    @Test("adds points up, imputes what is missing and draws its nomogram")
    func nomogram() async throws {
        try await Self.with { weights, folder in
            let reading = try await BuiltProgram.run(["nomogram", "--weights", weights, "Smoker=1", "Age=60"])
            #expect(reading.code == 0, "\(reading.errors)")
            #expect(reading.output.contains("Total points") && reading.output.contains("Tier by day 28: high"))
            let missing = try await BuiltProgram.run(["nomogram", "--weights", weights, "Smoker=1"])
            #expect(missing.code == 65)
            #expect(missing.errors.first?.contains("missing Age") == true)
            let cohort = folder.appending(path: "cohort.csv")
            let rows = (0..<80).map { "\($0 % 2),\(30 + $0 % 37)\n" }.joined()
            try Data(("Smoker,Age\n" + rows).utf8).write(to: cohort)
            let words = ["nomogram", "--weights", weights, "Smoker=1", "--reference", cohort.path]
            let imputed = try await BuiltProgram.run(words)
            #expect(imputed.output.contains("imputed") && imputed.output.contains("over the draws"))
            #expect(try await BuiltProgram.run(words).output == imputed.output)
            for name in ["sheet.svg", "sheet.pdf"] {
                let path = folder.appending(path: name)
                let drawn = try await BuiltProgram.run(
                    ["nomogram", "--card", folder.appending(path: "own.json").path, "--draw", path.path]
                )
                #expect(drawn.code == 0 && drawn.errors == ["stratum: wrote \(path.path)"], "\(drawn.errors)")
                #expect(try Data(contentsOf: path).count > 1_000)
            }
        }
    }
}

/// Where the authors' checkpoint lies, where it does.
private enum PublishedCheckpoint {
    static let folder: URL? = {
        let root = ProcessInfo.processInfo.environment["STRATUM_SHARED"] ?? "../shared"
        let folder = URL(filePath: root).appending(path: "data/covid")
        guard FileManager.default.fileExists(atPath: folder.path) else {
            print("skipped: no data/covid in STRATUM_SHARED or ../shared")
            return nil
        }
        return folder
    }()
}

/// The authors' checkpoint from its folder to scores.
@Suite("The published deep Cox model", .enabled(if: PublishedCheckpoint.folder != nil, "no reference data"))
struct PublishedDeepCoxTests {
    @Test("is imported to the byte, with its card, and scores its reference")
    func imported() async throws {
        let source = try #require(PublishedCheckpoint.folder)
        try await TemporaryFolder.with { folder in
            let weights = folder.appending(path: "covid.safetensors")
            let run = try await BuiltProgram.run([
                "model", "import", source.appending(path: "checkpoint").path, "--architecture", "deep-cox", "--output",
                weights.path,
            ])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try Data(contentsOf: weights) == Data(contentsOf: source.appending(path: "weights.safetensors")))
            #expect(try await BuiltProgram.run(["model", "verify", weights.path]).code == 0)
            let scored = try await BuiltProgram.run([
                "model", "score", "--weights", weights.path, "--input", source.appending(path: "reference.csv").path,
                "--output", "-",
            ])
            let expected = try Self.columns(
                String(contentsOf: source.appending(path: "reference.csv"), encoding: .utf8)
            )
            let found = Self.columns(scored.output)
            #expect(found["row_id"] == expected["row_id"] && found["tier"] == expected["tier"])
            for (name, limit) in [
                ("score_dl", 1e-6), ("score_final", 1e-6), ("p5", 1e-7), ("p10", 1e-7), ("p30", 1e-7),
            ] {
                let pairs = zip(try #require(found[name]), try #require(expected[name]))
                #expect(try pairs.allSatisfy { try abs(#require(Double($0)) - #require(Double($1))) <= limit })
            }
        }
    }

    private static func columns(_ text: String) -> [String: [String]] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") }
        let pairs = lines[0].enumerated().map { place, name in (name, lines.dropFirst().map { $0[place] }) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
