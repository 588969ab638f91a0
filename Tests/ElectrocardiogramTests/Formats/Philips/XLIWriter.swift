/// Compresses as Philips cardiographs do, written for the tests from the description of the format.
enum XLIWriter {
    /// A chunk for each lead; III, aVR, aVL and aVF are replaced by what is left after foretelling them.
    static func encode(_ leads: [[Int]]) -> [UInt8] {
        var leads = leads
        for index in leads[0].indices {
            let (first, second, third) = (leads[0][index], leads[1][index], leads[2][index])
            leads[2][index] = second - first - third
            leads[3][index] = -half(first + second) - leads[3][index]
            leads[4][index] = half(first - third) - leads[4][index]
            leads[5][index] = half(second + third) - leads[5][index]
        }
        return leads.flatMap(chunk)
    }

    static func chunk(_ samples: [Int]) -> [UInt8] {
        let differences = samples.indices.dropFirst(2).map { index in
            2 * samples[index - 1] - samples[index - 2] - samples[index]
        }
        let words = (samples.prefix(2) + (differences.dropFirst() + [0]).map { $0 + 64 }).prefix(samples.count)
        let codes = pack(lzw(words.map { high($0) } + words.map { low($0) }) + [1023])
        let length = (0..<4).map { UInt8(truncatingIfNeeded: codes.count >> ($0 * 8)) }
        return length + [1, 0, low(differences.first ?? 0), high(differences.first ?? 0)] + codes
    }

    /// Textbook Lempel–Ziv–Welch with a table of strings, which stays as it is when it is full.
    static func lzw(_ bytes: [UInt8]) -> [Int] {
        var table = Dictionary(uniqueKeysWithValues: (0..<256).map { ([UInt8($0)], $0) })
        var codes: [Int] = []
        var string: [UInt8] = []
        for byte in bytes {
            if table[string + [byte]] != nil {
                string.append(byte)
                continue
            }
            codes.append(table[string] ?? 0)
            if table.count < 1023 { table[string + [byte]] = table.count }
            string = [byte]
        }
        return string.isEmpty ? codes : codes + [table[string] ?? 0]
    }

    /// Codes of ten bits, the most significant bit first.
    static func pack(_ codes: [Int]) -> [UInt8] {
        let bits = codes.flatMap { code in (0..<10).reversed().map { code >> $0 & 1 } }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 << 1 | UInt8(start + $1 < bits.count ? bits[start + $1] : 0) }
        }
    }

    /// Half of a number, rounded down.
    private static func half(_ number: Int) -> Int { number >= 0 ? number / 2 : (number - 1) / 2 }
    private static func high(_ word: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> 8) }
    private static func low(_ word: Int) -> UInt8 { UInt8(truncatingIfNeeded: word) }
}
