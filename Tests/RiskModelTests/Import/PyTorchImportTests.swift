import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct PyTorchImportTests {
    static let tensors = Result { try SmallNetwork.tensors(width: 1, outputs: 2) }

    /// Every way in which PyTorch writes the same state dictionary.
    static let writers: [(String, CheckpointWriter)] = [
        ("under model", CheckpointWriter()),
        ("under state_dict", CheckpointWriter(key: "state_dict")),
        ("as the whole checkpoint", CheckpointWriter(key: nil)),
        ("of a parallel module", CheckpointWriter(prefix: "module.")),
        ("of a live module", CheckpointWriter(isOfModule: true)),
        ("in protocol 4", CheckpointWriter(pickleProtocol: 4)),
        ("transposed", CheckpointWriter(isTransposed: true)),
    ]

    @Test(arguments: writers)
    func `the same tensors give the same bytes, however PyTorch wrote them`(
        name: String,
        writer: CheckpointWriter
    ) throws {
        let tensors = try Self.tensors.get()
        let expected = try ResNetWeights(tensors: tensors)
        for (file, format) in [(writer.zip(tensors), .pyTorch), (writer.legacy(tensors), .legacyPyTorch)]
            as [(Data, ImportedWeights.Format)]
        {
            let imported = try ImportedWeights(file: file)
            #expect(imported.format == format)
            #expect(imported.weights == expected)
            #expect(imported.weights.safetensors == expected.safetensors)
        }
    }

    @Test func `what was read and what was left is said`() throws {
        var tensors = try Self.tensors.get()
        tensors["bn1.num_batches_tracked"] = Tensor(shape: [], values: [0])
        let imported = try ImportedWeights(file: CheckpointWriter(prefix: "module.").zip(tensors))
        #expect(
            imported.remarks == [
                "the state dictionary is the checkpoint's model; left out: epoch",
                "the prefix module. is taken off every name", "1 counters num_batches_tracked are left out",
            ]
        )
    }

    /// Numbers that two bytes hold: sums of few powers of two.
    private static func coarse(_ tensors: [String: Tensor]) -> [String: Tensor] {
        tensors.mapValues { Tensor(shape: $0.shape, values: $0.values.map { ($0 * 64).rounded() / 64 }) }
    }

    @Test func `half, bfloat16 and double are taken where float32 holds them exactly`() throws {
        let tensors = Self.coarse(try Self.tensors.get())
        let expected = try ResNetWeights(tensors: tensors)
        let half = CheckpointWriter(element: "HalfStorage") { Self.half($0) }
        let brain = CheckpointWriter(element: "BFloat16Storage") {
            CheckpointWriter.little(UInt64($0.bitPattern >> 16), 2)
        }
        let double = CheckpointWriter(element: "DoubleStorage") { CheckpointWriter.little(Double($0).bitPattern, 8) }
        for writer in [half, brain, double] {
            #expect(try ImportedWeights(file: writer.zip(tensors)).weights == expected, "\(writer.element)")
        }
    }

    /// A normal number as binary16: sign, 5 bits of exponent, 10 of fraction.
    private static func half(_ value: Float) -> [UInt8] {
        let exponent = value == 0 ? 0 : UInt64(value.exponent + 15) << 10
        let sign: UInt64 = value.sign == .minus ? 1 << 15 : 0
        return CheckpointWriter.little(sign | exponent | UInt64(value.significandBitPattern >> 13), 2)
    }

    @Test func `float64 that would be rounded is refused by its tensor`() throws {
        let writer = CheckpointWriter(element: "DoubleStorage") {
            CheckpointWriter.little((Double($0) + 1e-12).bitPattern, 8)
        }
        #expect { try ImportedWeights(file: writer.zip(Self.tensors.get())) } throws: {
            guard case .inexact(_, "float64") = $0 as? RiskModelError else { return false }
            return true
        }
    }

    @Test func `integers are no weights`() throws {
        let writer = CheckpointWriter(element: "IntStorage")
        #expect { try ImportedWeights(file: writer.zip(Self.tensors.get())) } throws: {
            "\($0)".contains("type IntStorage")
        }
    }

    @Test func `tensors that share a storage show each its own part`() throws {
        let storage = TorchStorage(element: .float, key: "0", count: 6)
        let bytes = Data((1...6).flatMap { CheckpointWriter.little(UInt64(Float($0).bitPattern), 4) })
        let row = try TorchTensor.make(storage, offset: 3, shape: [3], strides: [1]).get()
        #expect(try row.values(named: "row", in: bytes).values == [4, 5, 6])
        let column = try TorchTensor.make(storage, offset: 1, shape: [2, 1], strides: [3, 1]).get()
        #expect(try column.values(named: "column", in: bytes).values == [2, 5])
        let turned = try TorchTensor.make(storage, offset: 0, shape: [3, 2], strides: [1, 3]).get()
        #expect(try turned.values(named: "turned", in: bytes).values == [1, 4, 2, 5, 3, 6])
    }

    @Test(arguments: [
        ([2, 3], [3, 1], 1), ([1 << 40], [0], 0), ([1 << 32, 1 << 32], [1, 1], 0), ([2], [Int.max], 0), ([-1], [1], 0),
        ([2, 3], [1], 0), ([2], [-1], 1), ([1], [1], 6), ([1], [1], -1),
        ([Int](repeating: 1, count: 9), [Int](repeating: 1, count: 9), 0),
    ])
    func `a view that leaves its storage is refused before anything is allocated`(
        shape: [Int],
        strides: [Int],
        offset: Int
    ) {
        let storage = TorchStorage(element: .float, key: "0", count: 6)
        #expect(throws: TorchTensor.Reason.self) {
            try TorchTensor.make(storage, offset: offset, shape: shape, strides: strides).get()
        }
    }

    @Test func `a checkpoint that is cut off or changed is refused`() throws {
        let tensors = try Self.tensors.get()
        for file in [CheckpointWriter().zip(tensors), CheckpointWriter().legacy(tensors)] {
            for count in [10, 100, file.count / 2] {
                #expect(throws: RiskModelError.self) { try ImportedWeights(file: file.prefix(count)) }
            }
        }
        var zip = CheckpointWriter().zip(tensors)
        let storage = try #require(tensors["layer4.2.conv2.weight"]).values.littleEndianBytes
        zip[try #require(zip.range(of: storage)).lowerBound] ^= 1
        #expect { try ImportedWeights(file: zip) } throws: { "\($0)".contains("CRC") }
        let legacy = CheckpointWriter().legacy(tensors)
        #expect(throws: RiskModelError.self) { try ImportedWeights(file: legacy.dropLast()) }
        #expect { try ImportedWeights(file: legacy + Data([0])) } throws: {
            $0 as? RiskModelError == .trailingBytes(1)
        }
    }

    @Test func `a checkpoint of another network is refused by the tensor's name`() throws {
        var tensors = try Self.tensors.get()
        tensors["fc.weight"] = Tensor(shape: [1], values: [1])
        #expect(throws: RiskModelError.unexpectedTensor("fc.weight")) {
            try ImportedWeights(file: CheckpointWriter().zip(tensors))
        }
        #expect { try ImportedWeights(file: CheckpointWriter(key: "weights").zip(tensors)) } throws: {
            "\($0)".contains("its keys are: epoch, weights")
        }
    }

    @Test(arguments: ["", "hello", "\u{89}HDF\r\n\u{1A}\n", "<html>", "\u{8}\u{8}\u{12}\u{7}"])
    func `what is no file of weights is refused`(text: String) {
        #expect(throws: RiskModelError.self) { try ImportedWeights(file: Data(text.utf8)) }
    }

    @Test func `safetensors are normalised`() throws {
        let weights = try ResNetWeights(tensors: Self.tensors.get())
        #expect(try ImportedWeights(file: weights.safetensors).weights.safetensors == weights.safetensors)
    }
}
