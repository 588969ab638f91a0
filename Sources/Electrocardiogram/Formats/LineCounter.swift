import Foundation

/// A place in a file as its offset, made a line and a column only where somebody asks.
///
/// Most places are never shown, and counting lines for each costs more than reading the file.
struct SourcePlace {
    let bytes: Data
    /// In bytes from the file's beginning.
    let offset: Int

    var text: TextPlace {
        var counter = LineCounter(bytes)
        return counter.advance(to: offset)
    }
}

/// Turns offsets that never decrease into lines and columns, in one walk over the file.
///
/// Lines end with LF, CR LF or CR. Columns count bytes, in UTF-16 two bytes each.
struct LineCounter {
    private let bytes: Data
    private let width: Int
    /// Which byte of a character of UTF-16 holds its low half.
    private let low: Int
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ bytes: Data) {
        self.bytes = bytes
        switch XMLEncoding.byteOrder(of: bytes) {
        case nil: (width, low) = (1, 0)
        case .littleEndian?: (width, low) = (2, 0)
        case .bigEndian?: (width, low) = (2, 1)
        }
    }

    /// The place of an offset at or after that of the last call.
    mutating func advance(to offset: Int) -> TextPlace {
        bytes.withUnsafeBytes { walk($0, to: min(offset, $0.count)) }
        return TextPlace(line: line, column: (max(offset, lineStart) - lineStart) / width + 1)
    }

    private mutating func walk(_ buffer: UnsafeRawBufferPointer, to end: Int) {
        var index = position
        while index + width <= end {
            let next = index + width
            switch character(buffer, index) {
            case 0x0A: (line, lineStart) = (line + 1, next)
            case 0x0D where character(buffer, next) != 0x0A: (line, lineStart) = (line + 1, next)
            default: break
            }
            index = next
        }
        position = index
    }

    private func character(_ buffer: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
        guard index + width <= buffer.count else { return 0 }
        guard width == 2 else { return buffer[index] }
        return buffer[index + 1 - low] == 0 ? buffer[index + low] : 0
    }
}
