import Foundation
import RiskModel
import Testing

@Suite struct NumPyArrayTests {
    static func file(_ dictionary: String, version: UInt8 = 1, payload: [UInt8]) -> Data {
        let text = Array((dictionary + "\n").utf8)
        let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + payload)
    }

    static let halves: [UInt8] = [0, 0, 0, 0x3F, 0, 0, 0x80, 0xBF]  // 0.5, −1

    @Test(arguments: [UInt8(1), 2])
    func `float32 in C order is read`(version: UInt8) throws {
        let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"
        let array = try NumPyArray(file: Self.file(dictionary, version: version, payload: Self.halves))
        #expect(array.shape == [2, 1])
        #expect(array.values == [0.5, -1])
    }

    @Test(arguments: [("()", [Int]()), ("(1,)", [1]), ("(1, 1)", [1, 1])])
    func `float64 is rounded to float32`(text: String, shape: [Int]) throws {
        let dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': \(text), }"
        let third = withUnsafeBytes(of: (1.0 / 3).bitPattern.littleEndian) { Array($0) }
        let array = try NumPyArray(file: Self.file(dictionary, payload: third))
        #expect(array.shape == shape)
        #expect(array.values == [Float(1) / 3])
    }

    @Test(arguments: [
        "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'shape': (2,), }", "{}", "",
    ])
    func `other arrays are refused`(dictionary: String) {
        #expect(throws: RiskModelError.self) {
            try NumPyArray(file: Self.file(dictionary, payload: Self.halves))
        }
    }

    @Test func `damaged files are refused`() {
        let whole = Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", payload: Self.halves)
        for count in 0..<whole.count {
            #expect(throws: RiskModelError.self) { try NumPyArray(file: whole.prefix(count)) }
        }
        #expect(throws: RiskModelError.self) { try NumPyArray(file: whole + [0]) }
        #expect(throws: RiskModelError.self) { try NumPyArray(file: Data([UInt8](repeating: 7, count: 100))) }
    }
}
