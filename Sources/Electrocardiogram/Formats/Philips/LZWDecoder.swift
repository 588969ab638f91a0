/// Expands LZW codes of ten bits, most significant bit first, as Philips cardiographs write them.
///
/// Codes from 0 to 255 are bytes, later ones strings in the order of their making; the table holds codes below 1023
/// and stays as it is when it is full. The code 1023 ends the data, as does the end of the bytes.
struct LZWDecoder {
    private static let bits = 10
    private static let end = 1023

    /// Each string is an earlier one and one byte more; the first 256 are single bytes.
    private var prefixes: [Int] = []
    private var lasts: [UInt8] = []
    private var lengths: [Int] = []

    /// Nil for a code that no string has yet, or for more than `limit` bytes of output.
    static func decode(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var decoder = LZWDecoder()
        return decoder.run(bytes, limit: limit)
    }

    private init() {
        prefixes = [Int](repeating: -1, count: 256)
        lasts = (0...255).map { UInt8($0) }
        lengths = [Int](repeating: 1, count: 256)
    }

    private mutating func run(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(limit)
        var buffer = 0
        var filled = 0
        var previous: Int?
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFFF
            filled += 8
            guard filled >= Self.bits else { continue }
            filled -= Self.bits
            let code = buffer >> filled & 1023
            if code == Self.end { return output }
            guard append(code, after: previous, to: &output, limit: limit) else { return nil }
            previous = code
        }
        return output
    }

    /// Adds a code's string to the output, and to the table the one before with its first byte.
    private mutating func append(_ code: Int, after previous: Int?, to output: inout [UInt8], limit: Int) -> Bool {
        // The string made just now may be the one that the code means: it begins as the one before does.
        guard code < lengths.count || (code == lengths.count && previous != nil) else { return false }
        if let previous, lengths.count < Self.end {
            let first = code < lengths.count ? self.first(of: code) : self.first(of: previous)
            prefixes.append(previous)
            lasts.append(first)
            lengths.append(lengths[previous] + 1)
        }
        guard code < lengths.count, lengths[code] <= limit - output.count else { return false }
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: lengths[code]))
        var string = code
        var position = start + lengths[code] - 1
        while string >= 0, position >= start {
            output[position] = lasts[string]
            string = prefixes[string]
            position -= 1
        }
        return true
    }

    private func first(of code: Int) -> UInt8 {
        var string = code
        while prefixes[string] >= 0 { string = prefixes[string] }
        return lasts[string]
    }
}
