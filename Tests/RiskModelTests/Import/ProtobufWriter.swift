import Foundation

/// Writes protobuf messages from the description of the encoding at protobuf.dev.
struct ProtobufWriter {
    private(set) var bytes = Data()

    static func of(_ body: (inout ProtobufWriter) -> Void) -> Data {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    mutating func integer(_ field: Int, _ value: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func float(_ field: Int, _ value: Float) {
        varint(UInt64(field) << 3 | 5)
        bytes.append(contentsOf: CheckpointWriter.little(UInt64(value.bitPattern), 4))
    }

    mutating func data(_ field: Int, _ value: Data) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(value.count))
        bytes.append(value)
    }

    mutating func text(_ field: Int, _ value: String) { data(field, Data(value.utf8)) }

    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) { data(field, Self.of(body)) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
