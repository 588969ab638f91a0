import Foundation
import TestSupport
import Testing

@testable import RiskModel

/// Checkpoints that would run a program, or fill the memory, in a reader that trusts them.
@Suite struct MaliciousPickleTests {
    /// A pickle and what its refusal must mention.
    static let attacks: [(String, Data, mention: String)] = [
        ("os.system by GLOBAL", PickleWriter.of { $0.call("os", "system") }, "os.system at byte 2"),
        (
            "posix.system by STACK_GLOBAL", PickleWriter.of(protocol: 4) { $0.stackCall("posix", "system") },
            "posix.system"
        ),
        ("builtins.eval", PickleWriter.of { $0.call("builtins", "eval") }, "builtins.eval"),
        ("a name with dots", PickleWriter.of(protocol: 4) { $0.stackCall("torch", "_utils.os.system") }, "os.system"),
        ("torch.load", PickleWriter.of { $0.call("torch", "load") }, "torch.load"),
        ("protocol 0", Data("cos\nsystem\n(S'id'\ntR.".utf8), "os.system at byte 0"),
        ("INST", PickleWriter.of { $0.ascii("(ios\nsystem\n") }, "os.system by INST"),
        (
            "a new object",
            PickleWriter.of {
                $0.allowed(); $0.raw([0x29, 0x81])
            }, "NEWOBJ"
        ),
        (
            "a new object with keywords",
            PickleWriter.of {
                $0.allowed(); $0.raw([0x29, 0x7D, 0x92])
            }, "NEWOBJ_EX"
        ),
        ("an extension", PickleWriter.of { $0.raw([0x82, 1]) }, "EXT1"),
        ("PERSID", PickleWriter.of { $0.ascii("Pos.system\n") }, "PERSID"),
        (
            "a persistent id that is a text",
            PickleWriter.of {
                $0.text("os.system"); $0.ascii("Q")
            }, "persistent id"
        ),
        ("a persistent id of a module", PickleWriter.of { $0.persistent("module") }, "persistent id"),
        (
            "BUILD on a dictionary",
            PickleWriter.of {
                $0.ascii("}}("); $0.text("__class__"); $0.ascii("Nub")
            }, "BUILD"
        ),
        (
            "BUILD on a tensor's class",
            PickleWriter.of {
                $0.allowed(); $0.ascii("}b")
            }, "BUILD"
        ),
        (
            "a call of no function",
            PickleWriter.of {
                $0.text("os.system"); $0.ascii(")R")
            }, "no function"
        ),
        (
            "an OrderedDict of arguments",
            PickleWriter.of {
                $0.allowed(); $0.text("x"); $0.raw([0x85]); $0.ascii("R")
            }, "argument"
        ),
        (
            "a storage called",
            PickleWriter.of {
                $0.global("torch", "FloatStorage"); $0.ascii(")R")
            }, "storage"
        ),
        ("a text of 2^63 bytes", PickleWriter.of { $0.raw([0x8D] + Self.huge + [0]) }, "a text of"),
        ("a text of 4 GB", PickleWriter.of { $0.raw([0x58, 0xFF, 0xFF, 0xFF, 0xFF]) }, "a text of 4294967295 bytes"),
        ("a number of 2 GB", PickleWriter.of { $0.raw([0x8B, 0xFF, 0xFF, 0xFF, 0x7F]) }, "LONG4"),
        ("bytes of 2^63", PickleWriter.of { $0.raw([0x8E] + Self.huge) }, "BINBYTES8"),
        ("a buffer of 2^63", PickleWriter.of { $0.raw([0x96] + Self.huge) }, "BYTEARRAY8"),
        ("a frame of 2^63", PickleWriter.of { $0.raw([0x95] + Self.huge) }, "are announced"),
        ("a million marks", PickleWriter.of { $0.raw([UInt8](repeating: 0x28, count: 1_000_000)) }, "too deep"),
        ("a million values", PickleWriter.of { $0.raw([UInt8](repeating: 0x4E, count: 1_000_000)) }, "too deep"),
        ("tuples nested 900,000 deep", Self.nestedTuples, "no dictionary"),
        ("lists nested 60,000 deep", Self.nestedLists, "no dictionary"),
        ("too many steps", PickleWriter.of { $0.raw([0x4E] + (0..<1_000_000).flatMap { _ in [0x71, 0] }) }, "steps"),
        ("a memo never written", PickleWriter.of { $0.raw([0x68, 7]) }, "memo 7"),
        (
            "a list within itself",
            PickleWriter.of {
                $0.ascii("]q"); $0.raw([0]); $0.ascii("h"); $0.raw([0]); $0.ascii("a")
            }, "no dictionary"
        ),
        ("protocol 255", Data([0x80, 255, 0x4E, 0x2E]), "protocol 255"),
        ("nothing on the stack", PickleWriter.of { $0.ascii("R") }, "lacks its operand"),
        ("no mark", PickleWriter.of { $0.ascii("Nt") }, "lacks its mark"),
        (
            "a pop below a mark",
            PickleWriter.of {
                $0.ascii("N("); $0.raw([0x85])
            }, "lacks elements"
        ),
        ("no end", Data([0x80, 2, 0x4E]), "ends early"),
    ]

    private static let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]

    private static let nestedTuples = PickleWriter.of { writer in
        writer.raw([0x29] + [UInt8](repeating: 0x85, count: 900_000))
    }

    private static let nestedLists = PickleWriter.of { writer in
        writer.raw([UInt8](repeating: 0x5D, count: 60_000) + [UInt8](repeating: 0x61, count: 59_999))
    }

    @Test(arguments: attacks)
    func `is refused with what it asked for, in every container`(name: String, pickle: Data, mention: String) throws {
        let zip = StoredZip.of(["x/data.pkl": pickle, "x/version": Data("3\n".utf8)])
        for file in [zip, pickle] {
            #expect { try ImportedWeights(file: file) } throws: { error in
                let text = "\(error)"
                #expect(text.count < 600 && !text.contains("\n"))
                // A bare pickle that reads well lacks the magic number.
                return text.contains(mention) || (file == pickle && text.contains("torch.save did not write"))
            }
        }
    }

    /// Shapes and counts that a network of this width has, over bytes that are not there.
    @Test func `an announced storage is held against the bytes before it is read`() throws {
        let huge = PickleWriter.of { $0.state(storageCount: 1 << 60, shape: [1, 12, 15]) }
        let error = #expect(throws: RiskModelError.self) { try ImportedWeights(file: Self.file(huge)) }
        #expect(error?.description.contains("missing") == true)
        let file = try PyTorchFile(zip: Self.file(huge))
        let storage = TorchStorage(element: .float, key: "0", count: 1 << 60)
        #expect(file.heap.entries(file.value)?.count == 1)
        let tensor = try TorchTensor.make(storage, offset: 0, shape: [1 << 60], strides: [1]).get()
        #expect { try tensor.values(named: "conv1.weight", in: Data(count: 8)) } throws: {
            "\($0)".contains("1152921504606846976 numbers of 4 bytes are announced, 8 bytes are there")
        }
    }

    @Test func `a shape larger than its storage is refused`() throws {
        let huge = PickleWriter.of { $0.state(storageCount: 4, shape: [1 << 40]) }
        #expect { try ImportedWeights(file: Self.file(huge)) } throws: {
            "\($0)".contains("shape [1099511627776] looks into a storage of 4 numbers")
        }
    }

    @Test func `a storage is announced in one way`() throws {
        let twice = PickleWriter.of { writer in
            writer.ascii("}(")
            for count in [4, 5] {
                writer.text("a\(count)")
                writer.tensor(storageCount: count, shape: [4])
            }
            writer.ascii("u")
        }
        #expect { try ImportedWeights(file: Self.file(twice)) } throws: { "\($0)".contains("announced in two ways") }
    }

    @Test func `an archive with two pickles or compressed to a bomb is refused`() throws {
        let pickle = PickleWriter.of { $0.ascii("}") }
        let two = StoredZip.of(["a/data.pkl": pickle, "b/data.pkl": pickle])
        #expect { try ImportedWeights(file: two) } throws: { "\($0)".contains("2 files data.pkl") }
        let script = StoredZip.of(["a/data.pkl": pickle, "a/constants.pkl": pickle])
        #expect { try ImportedWeights(file: script) } throws: { "\($0)".contains("TorchScript") }
        let big = StoredZip.of(["a/data.pkl": pickle, "a/byteorder": Data("big".utf8)])
        #expect { try ImportedWeights(file: big) } throws: { "\($0)".contains("little-endian") }
    }

    private static func file(_ pickle: Data) -> Data {
        StoredZip.of(["x/data.pkl": pickle, "x/data/0": Data(count: 16)])
    }
}

extension PickleWriter {
    /// GLOBAL, a command and REDUCE: what `pickle.loads` would run.
    fileprivate mutating func call(_ module: String, _ name: String) {
        global(module, name)
        text("touch /tmp/stratum-was-here")
        raw([0x85])
        ascii("R")
    }

    fileprivate mutating func stackCall(_ module: String, _ name: String) {
        stackGlobal(module, name)
        text("touch /tmp/stratum-was-here")
        raw([0x85])
        ascii("R")
    }

    fileprivate mutating func allowed() { global("collections", "OrderedDict") }

    fileprivate mutating func persistent(_ kind: String) {
        ascii("(")
        text(kind)
        global("torch", "FloatStorage")
        text("0")
        text("cpu")
        integer(1)
        ascii("tQ")
    }

    /// A state dictionary with one tensor.
    fileprivate mutating func state(storageCount: Int, shape: [Int]) {
        ascii("}")
        text("conv1.weight")
        tensor(storageCount: storageCount, shape: shape)
        ascii("s")
    }

    fileprivate mutating func tensor(storageCount: Int, shape: [Int]) {
        global("torch._utils", "_rebuild_tensor_v2")
        ascii("((")
        text("storage")
        global("torch", "FloatStorage")
        text("0")
        text("cpu")
        integer(storageCount)
        ascii("tQ")
        integer(0)
        integers(shape)
        integers(shape.indices.map { shape[($0 + 1)...].reduce(1, *) })
        raw([0x89])
        allowed()
        ascii(")RtR")
    }
}
