/// Marks by which the formats that are no text are known.
enum BinarySignature {
    /// `DICM` after the preamble of 128 bytes; without one, a first element of group 0002 or 0008.
    static func isDICOM(_ bytes: [UInt8]) -> Bool {
        if bytes.dropFirst(128).starts(with: "DICM".utf8) { return true }
        guard bytes.count >= 132 else { return false }
        let representation = bytes[4..<6]
        let isExplicit = representation.allSatisfy { (0x41...0x5A).contains($0) }
        switch (bytes[0], bytes[1]) {
        case (2, 0), (8, 0):
            // The elements with which these groups begin have low numbers.
            guard bytes[3] == 0 else { return false }
            return isExplicit || (little(bytes[4..<8]) <= 256 && little(bytes[4..<8]) % 2 == 0)
        case (0, 8): return bytes[2] == 0 && isExplicit
        default: return false
        }
    }

    /// `SCPECG` in the header of section 0, or a pointer section that states the size of the file.
    static func isSCP(_ bytes: [UInt8], fileSize: Int) -> Bool {
        guard bytes.count >= 32 else { return false }
        if bytes[16..<22].elementsEqual("SCPECG".utf8) { return true }
        let pointers = little(bytes[10..<14])
        return little(bytes[2..<6]) == fileSize && bytes[8] == 0 && bytes[9] == 0 && pointers >= 136
            && pointers <= fileSize && pointers % 2 == 0
    }

    /// Version 0, or BioSemi's name for 24 bits, and a size of the header that is 256 bytes for each signal and the file.
    static func isEDF(_ bytes: [UInt8]) -> Bool {
        let isBDF = bytes.starts(with: [0xFF] + Array("BIOSEMI".utf8))
        guard bytes.count >= 256, isBDF || bytes.starts(with: "0       ".utf8) else { return false }
        let size = Int(String(decoding: bytes[184..<192], as: UTF8.self).prefix { $0 != " " }) ?? 0
        return size >= 256 && size % 256 == 0
    }

    /// The array format of NumPy.
    static func isNumPy(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x93] + "NUMPY".utf8) }

    /// An integer whose least byte comes first.
    private static func little(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
