import Foundation
import RiskModel

/// The two files of one fold of a TensorFlow V2 checkpoint, as one input: the length of the index in two bytes, the
/// least first, the index, the numbers.
///
/// Checks of blocks and tensors are made right, which few changes would survive otherwise. Source of the layout: LevelDB,
/// "Table format"; TensorFlow, tensor_bundle.proto.
struct CheckpointFiles {
    private var index: [UInt8]
    private let data: [UInt8]

    private static let footerLength = 48
    private static let trailerLength = 5

    init(_ input: Data) {
        let bytes = [UInt8](input)
        let length = bytes.prefix(2).reversed().reduce(0) { $0 << 8 | Int($1) }
        index = Array(bytes.dropFirst(2).prefix(length))
        data = Array(bytes.dropFirst(2 + length))
        mend()
    }

    var fold: TensorFlowCheckpoint.Fold { .init(name: "fold_0", index: Data(index), data: Data(data)) }

    /// First the tensors' checks, which lie in the blocks, then the blocks'.
    private mutating func mend() {
        guard index.count > Self.footerLength else { return }
        var place = index.count - Self.footerLength
        let metaindex = block(at: &place)
        let places = block(at: &place)
        for entry in places.map({ entries(of: $0) }) ?? [] {
            var place = entry.lowerBound
            guard let block = block(at: &place) else { continue }
            for value in entries(of: block) { mendTensor(value) }
            mendBlock(block)
        }
        for block in [metaindex, places].compactMap(\.self) { mendBlock(block) }
    }

    /// The body of a block whose place in the file stands there; nil where it does not fit.
    private func block(at place: inout Int) -> Range<Int>? {
        let (offset, size) = (number(&place), number(&place))
        let room = index.count - Self.footerLength - Self.trailerLength
        guard let offset, let size, size >= 4, size <= room, offset <= room - size else { return nil }
        return offset..<offset + size
    }

    /// Where the values of a block's entries lie.
    private func entries(of block: Range<Int>) -> [Range<Int>] {
        let restarts = little(block.upperBound - 4)
        let end = block.upperBound - 4 - 4 * min(restarts, block.count / 4 - 1)
        var values: [Range<Int>] = []
        var place = block.lowerBound
        while place < end, number(&place) != nil, let own = number(&place), let count = number(&place),
            place <= end, own <= end - place, count <= end - place - own
        {
            values.append(place + own..<place + own + count)
            place += own + count
        }
        return values
    }

    /// Puts the check of the bytes that an entry speaks of into its field 6.
    private mutating func mendTensor(_ value: Range<Int>) {
        var (offset, size) = (0, 0)
        var check: Int?
        var place = value.lowerBound
        while place < value.upperBound, let key = number(&place) {
            switch key & 7 {
            case 0:
                guard let number = number(&place) else { return }
                if key >> 3 == 4 { offset = number }
                if key >> 3 == 5 { size = number }
            case 2:
                guard let length = number(&place), length <= value.upperBound - place else { return }
                place += length
            case 5:
                if key >> 3 == 6 { check = place }
                place += 4
            default: return
            }
        }
        guard let check, check + 4 <= value.upperBound, size <= data.count, offset <= data.count - size else { return }
        write(data[offset..<offset + size], at: check)
    }

    private mutating func mendBlock(_ block: Range<Int>) {
        write(index[block.lowerBound...block.upperBound], at: block.upperBound + 1)
    }

    /// The masked CRC-32C, bit by bit.
    private mutating func write(_ bytes: ArraySlice<UInt8>, at place: Int) {
        var check = UInt32.max
        for byte in bytes {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check & 1 == 0 ? check >> 1 : check >> 1 ^ 0x82F6_3B78 }
        }
        check = ~check
        let masked = (check >> 15 | check << 17) &+ 0xA282_EAD8
        for byte in 0..<4 { index[place + byte] = UInt8(truncatingIfNeeded: masked >> UInt32(8 * byte)) }
    }

    private func little(_ place: Int) -> Int {
        index[place..<place + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number in groups of seven bits, least first, below 2³⁵; nil where there is none.
    private func number(_ place: inout Int) -> Int? {
        var number = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard place < index.count else { return nil }
            let byte = index[place]
            place += 1
            number |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        return nil
    }
}
