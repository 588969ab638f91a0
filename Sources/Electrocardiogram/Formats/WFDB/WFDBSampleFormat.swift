/// How a signal file stores its samples, as the manual page signal(5) has it; the raw value is the format's number.
enum WFDBSampleFormat: Int, CaseIterable {
    /// 16-bit two's complement, least significant byte first.
    case sixteen = 16
    /// 24-bit two's complement, least significant byte first.
    case twentyFour = 24
    /// 32-bit two's complement, least significant byte first.
    case thirtyTwo = 32
    /// 16-bit two's complement, most significant byte first.
    case sixteenSwapped = 61
    /// 8-bit offset binary.
    case eight = 80
    /// 16-bit offset binary, least significant byte first.
    case sixteenOffset = 160
    /// Two 12-bit samples in three bytes.
    case twelve = 212

    /// The count that stands for a sample that was not recorded: the lowest there is.
    var invalidCount: Int32 {
        switch self {
        case .sixteen, .sixteenSwapped, .sixteenOffset: -0x8000
        case .twentyFour: -0x80_0000
        case .thirtyTwo: Int32.min
        case .eight: -0x80
        case .twelve: -0x800
        }
    }

    /// The bytes that hold so many samples.
    ///
    /// - Precondition: `samples` is below 2⁵⁶.
    func byteCount(samples: Int) -> Int {
        switch self {
        case .eight: samples
        case .sixteen, .sixteenSwapped, .sixteenOffset: samples * 2
        case .twentyFour: samples * 3
        case .thirtyTwo: samples * 4
        case .twelve: (samples * 3 + 1) / 2
        }
    }

    /// How many whole samples so many bytes hold.
    func sampleCount(bytes: Int) -> Int {
        switch self {
        case .eight: bytes
        case .sixteen, .sixteenSwapped, .sixteenOffset: bytes / 2
        case .twentyFour: bytes / 3
        case .thirtyTwo: bytes / 4
        case .twelve: bytes * 2 / 3
        }
    }

    /// One sample of a file.
    ///
    /// - Precondition: `start` + ``byteCount(samples:)`` of `index` + 1 is not beyond the bytes.
    func sample(_ index: Int, of bytes: [UInt8], from start: Int) -> Int32 {
        switch self {
        case .eight: Int32(bytes[start + index]) - 0x80
        case .sixteen: Int32(Int16(bitPattern: pair(bytes, start + index * 2)))
        case .sixteenSwapped: Int32(Int16(bitPattern: pair(bytes, start + index * 2).byteSwapped))
        case .sixteenOffset: Int32(pair(bytes, start + index * 2)) - 0x8000
        case .twentyFour: triple(bytes, start + index * 3)
        case .thirtyTwo: quadruple(bytes, start + index * 4)
        case .twelve: half(index, bytes, start + index / 2 * 3)
        }
    }

    private func pair(_ bytes: [UInt8], _ at: Int) -> UInt16 {
        UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
    }

    private func triple(_ bytes: [UInt8], _ at: Int) -> Int32 {
        Int32(pair(bytes, at)) | Int32(Int8(bitPattern: bytes[at + 2])) << 16
    }

    private func quadruple(_ bytes: [UInt8], _ at: Int) -> Int32 {
        Int32(bitPattern: UInt32(pair(bytes, at)) | UInt32(pair(bytes, at + 2)) << 16)
    }

    /// The middle byte has the four high bits of the first sample below and those of the second above.
    private func half(_ index: Int, _ bytes: [UInt8], _ at: Int) -> Int32 {
        let middle = UInt16(bytes[at + 1])
        let bits =
            index % 2 == 0
            ? UInt16(bytes[at]) | (middle & 0x0F) << 8
            : UInt16(bytes[at + 2]) | (middle & 0xF0) << 4
        return Int32(Int16(bitPattern: bits << 4) >> 4)
    }
}
