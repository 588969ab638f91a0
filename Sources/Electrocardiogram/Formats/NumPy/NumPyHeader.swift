/// What stands in front of the numbers of a NumPy array file (`.npy`), versions 1 to 3.
///
/// A mark, a version, a length and a Python dictionary of `descr`, `fortran_order` and `shape`; NumPy's NEP 1.
package struct NumPyHeader: Sendable, Equatable {
    /// How a number is stored, least byte first.
    package enum Element: String, Sendable {
        case half = "<f2"
        case single = "<f4"
        case double = "<f8"

        /// Bytes of one number.
        package var width: Int {
            switch self {
            case .half: 2
            case .single: 4
            case .double: 8
            }
        }
    }

    /// The longest header read, in bytes.
    package static let limit = 65_536
    /// The most dimensions that NumPy allows.
    private static let maximumRank = 32

    package let element: Element
    /// Sizes, slowest-moving first.
    package let shape: [Int]
    /// Where the numbers start.
    package let end: Int
    /// How many numbers the shape promises.
    package let count: Int

    /// Reads the header at the beginning of `head`, which holds the file's first ``limit`` bytes or all of them.
    ///
    /// - Throws: ``RecordingError`` with what to change about the array.
    package init(_ head: [UInt8]) throws(RecordingError) {
        guard head.count >= 12, BinarySignature.isNumPy(head) else {
            throw Self.unusable("has no mark of its format: save it with numpy.save")
        }
        let (start, length) = try Self.extent(head)
        guard length <= min(head.count, Self.limit) - start else {
            throw Self.unusable("has a header of \(length) bytes, which exceeds the file or the limit")
        }
        end = start + length
        (element, shape) = try Self.parse(String(decoding: head[start..<end], as: UTF8.self))
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Int.max / 16 else { throw Self.unusable("has a shape larger than any file") }
            count = product
        }
        self.count = count
    }

    /// Where the dictionary starts and how long it is.
    private static func extent(_ bytes: [UInt8]) throws(RecordingError) -> (start: Int, length: Int) {
        let field = bytes[8..<12].map(Int.init)
        switch (bytes[6], bytes[7]) {
        case (1, 0): return (10, field[0] | field[1] << 8)
        case (2, 0), (3, 0): return (12, field[0] | field[1] << 8 | field[2] << 16 | field[3] << 24)
        default: throw unusable("has version \(bytes[6]).\(bytes[7]), which is not read: save it with numpy.save")
        }
    }

    private static func parse(_ text: String) throws(RecordingError) -> (Element, [Int]) {
        // Keys stand in this order in what NumPy writes, but the format does not promise it: each is looked up.
        guard let type = text.firstMatch(of: /'descr'\s*:\s*'([^']*)'/)?.1,
            let order = text.firstMatch(of: /'fortran_order'\s*:\s*(True|False)/)?.1,
            let sizes = text.firstMatch(of: /'shape'\s*:\s*\(([0-9, ]*)\)/)?.1
        else { throw unusable("has a header without descr, fortran_order or shape, or with fields of its own") }
        guard let element = Element(rawValue: String(type)) else {
            throw unusable("has elements that are not read: save it as little-endian float16, float32 or float64")
        }
        guard order == "False" else {
            throw unusable("is in Fortran order, which keeps no row together: save numpy.ascontiguousarray of it")
        }
        let shape = sizes.split(separator: ",").map { Int($0.filter { $0 != " " }) }
        guard shape.count <= maximumRank, shape.allSatisfy({ $0 != nil }) else {
            throw unusable("has a shape that is not read")
        }
        return (element, shape.compactMap(\.self))
    }

    private static func unusable(_ reason: String) -> RecordingError {
        .unusable(what: "the NumPy array", reason: reason, place: nil)
    }
}

extension NumPyHeader.Element {
    /// The numbers in `bytes`, rounded to single precision; bytes beyond the last whole number are left.
    package func values(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        let count = bytes.count / width
        return [Float](unsafeUninitializedCapacity: count) { values, initialized in
            switch self {
            case .single: for index in 0..<count { values[index] = Self.single(bytes, at: index * 4) }
            case .half: for index in 0..<count { values[index] = Self.half(bytes, at: index * 2) }
            case .double: for index in 0..<count { values[index] = Self.double(bytes, at: index * 8) }
            }
            initialized = count
        }
    }

    private static func single(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    private static func double(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
        Float(Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))))
    }

    /// A number of IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction.
    ///
    /// `Float16` is not on every platform.
    private static func half(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
        let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        let fraction = Float(bits & 0x3FF)
        let magnitude: Float =
            switch bits >> 10 & 0x1F {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            case let exponent: Float(sign: .plus, exponent: Int(exponent) - 25, significand: 1024 + fraction)
            }
        return bits >> 15 == 0 ? magnitude : -magnitude
    }
}
