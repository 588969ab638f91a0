import Foundation

/// Writes pickles opcode by opcode, from the description in CPython's `pickletools`.
struct PickleWriter {
    private(set) var bytes: [UInt8]

    /// Begins a pickle of a protocol.
    init(protocol number: UInt8 = 2) { bytes = [0x80, number] }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func ascii(_ text: String) { bytes += Array(text.utf8) }

    mutating func stop() { ascii(".") }

    /// BINUNICODE.
    mutating func text(_ text: String) {
        ascii("X")
        little(text.utf8.count, 4)
        bytes += Array(text.utf8)
    }

    /// BININT where it fits, else LONG1.
    mutating func integer(_ number: Int) {
        if let small = Int32(exactly: number) {
            ascii("J")
            little(Int(small), 4)
        } else {
            raw([0x8A, 8])
            little(number, 8)
        }
    }

    /// A tuple of integers after a mark.
    mutating func integers(_ numbers: [Int]) {
        ascii("(")
        for number in numbers { integer(number) }
        ascii("t")
    }

    /// GLOBAL.
    mutating func global(_ module: String, _ name: String) { ascii("c\(module)\n\(name)\n") }

    /// STACK_GLOBAL, as protocol 4 has it.
    mutating func stackGlobal(_ module: String, _ name: String) {
        for part in [module, name] {
            raw([0x8C, UInt8(part.utf8.count)])
            ascii(part)
        }
        raw([0x93])
    }

    mutating func little(_ number: Int, _ width: Int) {
        bytes += (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func of(protocol number: UInt8 = 2, _ body: (inout PickleWriter) -> Void) -> Data {
        var writer = PickleWriter(protocol: number)
        body(&writer)
        writer.stop()
        return Data(writer.bytes)
    }
}
