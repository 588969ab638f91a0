import Foundation
import RiskModel
import Testing

@Suite struct SafeTensorsTests {
    /// A file with this header and so many payload bytes.
    static func file(_ header: String, payload: Int) -> Data {
        var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        file.append(contentsOf: header.utf8)
        file.append(contentsOf: (0..<payload).map { UInt8($0 % 4 == 3 ? 0x3F : 0) })
        return file
    }

    static func entry(_ name: String, _ shape: String, _ start: Int, _ end: Int, type: String = "F32") -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
    }

    @Test func `tensors, metadata and counters are read as the format says`() throws {
        let header =
            "{ \"__metadata__\":{\"format\":\"pt\"}, \(Self.entry("b", "2,1", 0, 8)),"
            + "\(Self.entry("bn.num_batches_tracked", "", 8, 16, type: "I64")), \(Self.entry("ä\\\"", "", 16, 20))}  "
        let tensors = try SafeTensors.read(Self.file(header, payload: 20))
        // 0x3F000000 is 0.5.
        #expect(tensors == ["b": Tensor(shape: [2, 1], values: [0.5, 0.5]), "ä\"": Tensor(shape: [], values: [0.5])])
    }

    @Test func `what was written is read back`() throws {
        let tensors = [
            "a\"\\\n": Tensor(shape: [2, 2], values: [1, -0.0, .leastNonzeroMagnitude, 3e38]),
            "empty": Tensor(shape: [0, 3], values: []),
        ]
        #expect(try SafeTensors.read(SafeTensors.write(tensors)) == tensors)
    }

    @Test(arguments: [
        (
            "{\(entry("a", "1", 0, 4)),\(entry("b", "1", 0, 4))}", 4,
            RiskModelError.misplacedTensor("b", reason: "overlaps the tensor before it")
        ),
        (
            "{\(entry("a", "1", 0, 4)),\(entry("b", "2", 2, 10))}", 10,
            .misplacedTensor("b", reason: "overlaps the tensor before it")
        ),
        (
            "{\(entry("a", "1", 0, 4)),\(entry("b", "1", 8, 12))}", 12,
            .misplacedTensor("b", reason: "leaves a gap before it")
        ),
        ("{\(entry("a", "2", 0, 4))}", 4, .misplacedTensor("a", reason: "has offsets that do not fill its shape")),
        ("{\(entry("a", "1", 4, 0))}", 4, .misplacedTensor("a", reason: "leaves a gap before it")),
        (
            "{\(entry("a", "9223372036854775807,3", 0, 4))}", 4,
            .misplacedTensor("a", reason: "has a shape too large to exist")
        ),
        (
            "{\(entry("a", "1", 0, 4)),\(entry("b", "2", 4, 12))}", 11,
            .truncatedTensor("b", needsBytes: 12, fileHolds: 11)
        ),
        ("{\(entry("a", "1", 0, 4))}", 5, .trailingBytes(1)),
        ("{\(entry("a", "1", 0, 4)),\(entry("a", "1", 4, 8))}", 8, .duplicateTensor("a")),
        ("{\(entry("a", "1", 0, 2, type: "F16"))}", 2, .unsupportedType(tensor: "a", type: "F16")),
    ])
    func `a table that does not fit its file is refused by the tensor's name`(
        header: String,
        payload: Int,
        error: RiskModelError
    ) {
        #expect(throws: error) { try SafeTensors.read(Self.file(header, payload: payload)) }
    }

    @Test(arguments: [
        "", "[]", "{", "{}x", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\"}}", "{\"a", "{\"a\\",
        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e9],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}",
        "{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
    ])
    func `a garbled header is refused with its place`(header: String) {
        #expect { try SafeTensors.read(Self.file(header, payload: 4)) } throws: { error in
            guard case .malformedHeader = error as? RiskModelError else { return false }
            return true
        }
    }

    @Test(arguments: [0, 7, 8, 9])
    func `a file shorter than its header is refused`(count: Int) {
        let file = Self.file("{\(Self.entry("a", "1", 0, 4))}", payload: 4)
        #expect(throws: RiskModelError.self) { try SafeTensors.read(file.prefix(count)) }
    }

    @Test func `a header length near the integer limit is refused`() {
        let file = Data([UInt8](repeating: 0xFF, count: 8) + [0x7B, 0x7D])
        #expect(throws: RiskModelError.self) { try SafeTensors.read(file) }
    }

    @Test func `every truncation of a network's file is refused`() throws {
        let file = try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: 1)).safetensors
        for count in stride(from: 0, to: file.count, by: 509) {
            #expect(throws: RiskModelError.self) { try SafeTensors.read(file.prefix(count)) }
        }
        #expect { try SafeTensors.read(file.dropLast()) } throws: { "\($0)".contains("output.weight is cut off") }
    }
}
