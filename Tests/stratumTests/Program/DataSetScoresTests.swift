import Foundation
import Testing

/// Oracle: the same rows given to the network as two arrays.
@Suite("Scores of an EchoNext data set")
struct DataSetScoresTests {
    private static let weights = URL(filePath: #filePath)
        .appending(path: "../../../../Models/shd-simulated.safetensors").standardized.path

    @Test("are the table of the split's metadata with the logits that the rows have by themselves")
    func table() async throws {
        try await TemporaryFolder.with { folder in
            try Self.fill(folder)
            let arrays = folder.appending(path: "EchoNext_val_").path
            let score = ["model", "score", "--weights", Self.weights]
            let set = try await BuiltProgram.run(score + ["--data-set", folder.path, "--split", "val"])
            let rows = try await BuiltProgram.run(
                score + ["--waveform", arrays + "waveforms.npy", "--tabular", arrays + "tabular_features.npy"]
            )
            #expect(set.code == 0, "\(set.errors)")
            let logits = try JSONDecoder().decode([[Float]].self, from: Data(rows.output.utf8))
            let lines = set.output.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
            try #require(lines.count == 3 && logits.count == 2)
            let names = logits[0].indices.map { "logit_\($0 + 1)" }
            #expect(lines[0] == ["ecg_key", "split", "shd"] + names)
            #expect(lines[1] == ["b", "val", "1"] + logits[0].map(\.description))
            #expect(lines[2] == ["d", "val", "0"] + logits[1].map(\.description))
            #expect(logits[0] != logits[1])
        }
    }

    @Test("of a split that is not there are refused by the name of what is missing")
    func missing() async throws {
        try await TemporaryFolder.with { folder in
            try Self.fill(folder)
            let set = ["model", "score", "--weights", Self.weights, "--data-set", folder.path]
            let result = try await BuiltProgram.run(set)
            #expect(result.code == 65)
            #expect(result.errors.count == 1)
            #expect(result.errors.first?.contains("the array of waveforms") == true)
        }
    }

    /// Two rows of the split `val` between rows of others.
    private static func fill(_ folder: URL) throws {
        let waves = (0..<60_000).map { Float(sin(Double($0) / 7)) }
        try array("(2, 1, 2500, 12)", waves).write(to: folder.appending(path: "EchoNext_val_waveforms.npy"))
        let values = (0..<14).map { Float($0) / 10 - 0.7 }
        try array("(2, 7)", values).write(to: folder.appending(path: "EchoNext_val_tabular_features.npy"))
        let table = "ecg_key,split,shd\na,train,0\nb,val,1\nc,test,0\nd,val,0\n"
        try folder.appending(path: "echonext_metadata_100k.csv").fill(table)
    }

    /// An array of NumPy, version 1.
    private static func array(_ shape: String, _ values: [Float]) -> Data {
        let text = Array("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
        let head = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text
        return Data(head) + values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }
}
