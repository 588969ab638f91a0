public import Foundation

/// A NumPy array file (`.npy`) of floating-point numbers.
///
/// Reads little-endian float32 and float64 in C order, versions 1 and 2. Source: the NEP 1 description of the format.
public struct NumPyArray: Sendable, Equatable {
    /// Largest header read, in bytes.
    static let headerLimit = 65_536

    /// Sizes, slowest-moving first.
    public let shape: [Int]
    /// Row-major; float64 is rounded to float32.
    public let values: [Float]

    /// - Throws: ``RiskModelError/malformedArray(reason:)``.
    public init(file: Data) throws {
        let header = try NumPyHeader(file: file)
        let count = try Self.count(of: header.shape, limit: file.count)
        let width = header.isDouble ? 8 : 4
        guard file.count - header.end == count * width else {
            let reason = "\(count) values of \(width) bytes expected, \(file.count - header.end) bytes found"
            throw RiskModelError.malformedArray(reason: reason)
        }
        shape = header.shape
        values = file.withUnsafeBytes { bytes in
            let payload = UnsafeRawBufferPointer(rebasing: bytes[header.end...])
            return header.isDouble ? Self.doubles(payload) : [Float](littleEndian: payload)
        }
    }

    private static func count(of shape: [Int], limit: Int) throws -> Int {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, product <= limit else {
                throw RiskModelError.malformedArray(reason: "shape \(shape) is larger than the file")
            }
            count = product
        }
        return count
    }

    private static func doubles(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        (0..<bytes.count / 8).map { index in
            let bits = bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
            return Float(Double(bitPattern: UInt64(littleEndian: bits)))
        }
    }
}

/// What stands before the numbers: a Python dictionary of `descr`, `fortran_order` and `shape`.
struct NumPyHeader {
    let isDouble: Bool
    let shape: [Int]
    /// Where the numbers start.
    let end: Int

    init(file: Data) throws {
        let bytes = [UInt8](file.prefix(NumPyArray.headerLimit))
        guard bytes.count >= 12, bytes.starts(with: [0x93] + "NUMPY".utf8) else {
            throw RiskModelError.malformedArray(reason: "no magic number; save the array with numpy.save")
        }
        let (start, length) = try Self.extent(bytes)
        guard length <= bytes.count - start else {
            throw RiskModelError.malformedArray(reason: "header of \(length) bytes exceeds the file or the limit")
        }
        end = start + length
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        (isDouble, shape) = try Self.parse(text)
    }

    /// Where the dictionary starts and how long it is.
    private static func extent(_ bytes: [UInt8]) throws -> (start: Int, length: Int) {
        let field = bytes[8..<12].map(Int.init)
        switch (bytes[6], bytes[7]) {
        case (1, 0): return (10, field[0] | field[1] << 8)
        case (2, 0): return (12, field[0] | field[1] << 8 | field[2] << 16 | field[3] << 24)
        default: throw RiskModelError.malformedArray(reason: "version \(bytes[6]).\(bytes[7]) is not read")
        }
    }

    private static func parse(_ text: String) throws -> (isDouble: Bool, shape: [Int]) {
        // Keys stand in this order in what NumPy writes, but the format does not promise it: each is looked up.
        guard let type = text.firstMatch(of: /'descr'\s*:\s*'([^']*)'/)?.1,
            let order = text.firstMatch(of: /'fortran_order'\s*:\s*(True|False)/)?.1,
            let sizes = text.firstMatch(of: /'shape'\s*:\s*\(([0-9, ]*)\)/)?.1
        else { throw RiskModelError.malformedArray(reason: "header lacks descr, fortran_order or shape") }
        guard type == "<f4" || type == "<f8" else {
            throw RiskModelError.malformedArray(reason: "type \(type) is not read; save float32 or float64")
        }
        guard order == "False" else {
            throw RiskModelError.malformedArray(reason: "Fortran order is not read; save in C order")
        }
        let shape = sizes.split(separator: ",").map { Int($0.filter { $0 != " " }) }
        guard shape.count <= SafeTensorsHeader.rankLimit, shape.allSatisfy({ $0 != nil }) else {
            throw RiskModelError.malformedArray(reason: "shape (\(sizes)) is not read")
        }
        return (type == "<f8", shape.compactMap(\.self))
    }
}
