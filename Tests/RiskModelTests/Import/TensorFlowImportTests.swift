import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct TensorFlowImportTests {
    /// RFC 3720, appendix B.4, and the check of nine digits that catalogues of polynomials give.
    private static let checks: [([UInt8], UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        ((0..<32).map { UInt8($0) }, 0x46DD_794E), (Array("123456789".utf8), 0xE306_9283), ([], 0),
    ]

    @Test(arguments: checks)
    func `the check is Castagnoli's`(bytes: [UInt8], check: UInt32) {
        #expect(CRC32C.of(bytes) == check)
    }

    @Test(arguments: [(1, [2, 1]), (3, [10, 27, 12, 1])])
    func `weights come out as they went in, bit for bit`(folds: Int, widths: [Int]) throws {
        let weights = try DeepCoxSamples.weights(folds: folds, widths: widths)
        let imported = try TensorFlowCheckpoint(folds: TensorBundleWriter.folds(weights))
        #expect(imported.weights == weights)
        #expect(imported.remarks.count == 1)
        #expect(imported.remarks.first?.contains("global_step") == true)
    }

    @Test func `any byte of the index that is changed is refused, with the block or the footer named`() throws {
        let weights = try DeepCoxSamples.weights(folds: 1)
        let fold = TensorBundleWriter.folds(weights)[0]
        for place in fold.index.indices {
            for flip in [1, 0x80, 0xFF] as [UInt8] {
                var index = fold.index
                index[place] ^= flip
                #expect("byte \(place)") {
                    try TensorFlowCheckpoint(folds: [.init(name: "fold_0", index: index, data: fold.data)])
                } throws: { error in
                    ["block", "footer", "index"].contains { "\(error)".contains("fold_0, ") && "\(error)".contains($0) }
                }
            }
        }
    }

    @Test func `any byte of the data that is changed is refused, with the tensor named`() throws {
        let weights = try DeepCoxSamples.weights(folds: 1)
        let fold = TensorBundleWriter.folds(weights)[0]
        let names = TensorBundleWriter.tensors(of: weights, fold: 0).sorted { $0.key < $1.key }
            .flatMap { name, tensor in Array(repeating: name, count: 4 * tensor.values.count) }
        #expect(names.count == fold.data.count)
        for (place, name) in names.enumerated() {
            var data = fold.data
            data[place] ^= 0x10
            #expect(throws: RiskModelError.damagedBundle(part: "fold_0, tensor \(name)")) {
                try TensorFlowCheckpoint(folds: [.init(name: "fold_0", index: fold.index, data: data)])
            }
        }
    }

    @Test func `a file that is cut off is refused`() throws {
        let fold = TensorBundleWriter.folds(try DeepCoxSamples.weights(folds: 1))[0]
        for count in 0..<fold.index.count {
            #expect(throws: RiskModelError.self) {
                try TensorFlowCheckpoint(folds: [.init(name: "a", index: fold.index.prefix(count), data: fold.data)])
            }
        }
        for data in [fold.data.dropLast(), fold.data + [0], Data()] {
            #expect(throws: RiskModelError.self) {
                try TensorFlowCheckpoint(folds: [.init(name: "a", index: fold.index, data: data)])
            }
        }
    }

    private static let oddities: [(String, TensorBundleWriter)] = [
        ("is compressed", TensorBundleWriter(compression: 1)), ("big-endian", TensorBundleWriter(bigEndian: true)),
        ("2 files", TensorBundleWriter(shards: 2)), ("element type 2", TensorBundleWriter(types: ["layer1/biases": 2])),
        ("leave a gap", TensorBundleWriter(gap: 4)),
    ]

    @Test(arguments: 0..<5) func `what another writer may do is refused by its name`(place: Int) throws {
        let (mention, writer) = Self.oddities[place]
        let files = writer.files(TensorBundleWriter.tensors(of: try DeepCoxSamples.weights(folds: 1), fold: 0))
        #expect {
            try TensorFlowCheckpoint(folds: [.init(name: "fold_0", index: files.index, data: files.data)])
        } throws: { "\($0)".contains(mention) }
    }

    @Test func `folds that differ, and tensors that belong to none, are refused`() throws {
        let (one, other) = (
            try DeepCoxSamples.weights(folds: 1), try DeepCoxSamples.weights(folds: 1, widths: [3, 5, 1])
        )
        let folds = [TensorBundleWriter.folds(one)[0], TensorBundleWriter.folds(other)[0]]
        #expect { try TensorFlowCheckpoint(folds: folds) } throws: { "\($0)".contains("fold_1.layer1") }
        var tensors = TensorBundleWriter.tensors(of: one, fold: 0)
        tensors["attention/kernel"] = Tensor(shape: [1], values: [1])
        let files = TensorBundleWriter().files(tensors)
        #expect {
            try TensorFlowCheckpoint(folds: [.init(name: "fold_0", index: files.index, data: files.data)])
        } throws: { "\($0)".contains("fold_0, attention/kernel") }
        #expect(throws: RiskModelError.self) { try TensorFlowCheckpoint(folds: []) }
    }

    @Test(arguments: ["two\nlines", "a tab\tand blanks", String(repeating: "long", count: 100), "Gewöhnlich"])
    func `a name that would disturb a message is refused and not repeated`(name: String) throws {
        var tensors = TensorBundleWriter.tensors(of: try DeepCoxSamples.weights(folds: 1), fold: 0)
        tensors[name] = Tensor(shape: [1], values: [1])
        let files = TensorBundleWriter(types: [name: 3]).files(tensors)
        #expect {
            try TensorFlowCheckpoint(folds: [.init(name: "fold_0", index: files.index, data: files.data)])
        } throws: { "\($0)".contains("without a legible name") && !"\($0)".contains(name) }
    }

    @Test func `a card is completed, and without one there is none for weights that nobody knows`() throws {
        let weights = try DeepCoxSamples.weights()
        let imported = try TensorFlowCheckpoint(folds: TensorBundleWriter.folds(weights))
        #expect(try imported.card(describedBy: nil, id: "own") == nil)
        let stated = DeepCoxSamples.card(weights)
        let card = try #require(try imported.card(describedBy: stated.json, id: "own"))
        #expect(card.reference?.input == DeepCoxModel.referenceVersion)
        #expect(try DeepCoxModel(weights: weights, card: card).checkReference() == 0)
        #expect(card.survival == stated.survival)
        let json = String(decoding: try stated.json, as: UTF8.self)
        let other = json.replacing(weights.digest, with: String(repeating: "0", count: 64))
        #expect { try imported.card(describedBy: Data(other.utf8), id: "own") } throws: {
            "\($0)".contains("have digest")
        }
    }
}

/// The checkpoint that the authors published.
@Suite(.enabled(if: SharedData.has("data/covid/checkpoint")))
struct PublishedCheckpointTests {
    static func folds() throws -> [TensorFlowCheckpoint.Fold] {
        try (0..<5).map { number in
            let folder = SharedData.url("data/covid/checkpoint/fold_\(number)")
            return .init(
                name: "fold_\(number)",
                index: try Data(contentsOf: folder.appending(path: "model.index")),
                data: try Data(contentsOf: folder.appending(path: "model.data-00000-of-00001"))
            )
        }
    }

    @Test func `it becomes the reference's file, and its card is the shipped one`() throws {
        let imported = try TensorFlowCheckpoint(folds: Self.folds())
        let card = try #require(try imported.card(describedBy: nil, id: "own"))
        #expect(card.id == "critical-illness")
        let file = imported.weights.safetensors(inputs: card.survival?.inputs.map(\.name))
        #expect(try file == Data(contentsOf: SharedData.url("data/covid/weights.safetensors")))
    }

    @Test func `a changed byte is refused wherever it is`() throws {
        let folds = try Self.folds()
        for place in stride(from: 0, to: folds[2].data.count, by: 37) {
            var data = folds[2].data
            data[place] ^= 4
            #expect { try TensorBundle(index: folds[2].index, data: data) } throws: { "\($0)".contains("tensor ") }
        }
        for place in folds[2].index.indices {
            var index = folds[2].index
            index[place] ^= 4
            #expect(throws: RiskModelError.self) { try TensorBundle(index: index, data: folds[2].data) }
        }
    }
}
