import TestSupport
import Testing

@testable import CSV

/// Oracle: ``CSVReader``, which has the whole file before it.
@Suite struct CSVStreamTests {
    private static func read(_ bytes: [UInt8], piece: Int, limits: CSVLimits = .usual) throws -> [CSVTable.Record] {
        var rest = bytes[...]
        var stream = CSVStream(limits: limits) { buffer in
            let part = rest.prefix(min(piece, buffer.count))
            rest = rest.dropFirst(part.count)
            buffer.copyBytes(from: part)
            return part.count
        }
        var record = CSVRecordBytes()
        var records: [CSVTable.Record] = []
        while try stream.next(into: &record) {
            records.append(.init(line: record.line, fields: (0..<record.count).map { record[$0] }))
        }
        return records
    }

    private static func outcome(_ read: () throws -> [CSVTable.Record]) -> Result<[CSVTable.Record], CSVError>? {
        do {
            return .success(try read())
        } catch let error as CSVError {
            return .failure(error)
        } catch {
            return nil
        }
    }

    private static let sample = "a,\"b \"\"c\"\"\",ü\r\n1,,\"x\ny\"\n\"\",2,3\n-1e5, 4 ,€\r\n"

    @Test(arguments: [1, 2, 3, 7, 1 << 20])
    func `pieces of any size give the reader's records`(piece: Int) throws {
        let records = try Self.read(Array(Self.sample.utf8), piece: piece)
        var scanner = CSVScanner(limits: .usual)
        for byte in Self.sample.utf8 { try scanner.take(byte) }
        #expect(try records == scanner.finish())
    }

    @Test func `damaged files are read or refused as the reader does`() {
        var (read, refused) = (0, 0)
        for bytes in Mutations(of: Array(Self.sample.utf8), count: 5_000, seed: 31) {
            let expected = Self.outcome {
                var scanner = CSVScanner(limits: .usual)
                for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...] {
                    try scanner.take(byte)
                }
                return try scanner.finish()
            }
            let found = Self.outcome { try Self.read(bytes, piece: 64) }
            #expect(found == expected, "\(bytes)")
            if case .success = found { read += 1 } else { refused += 1 }
        }
        #expect(read > 100 && refused > 100)
    }

    @Test func `a byte order mark is skipped at the start alone`() throws {
        let records = try Self.read([0xEF, 0xBB, 0xBF] + Array("a\n\u{FEFF}b".utf8), piece: 1 << 20)
        #expect(records.map(\.fields) == [["a"], ["\u{FEFF}b"]])
    }

    @Test func `fields and columns are bounded`() {
        let limits = CSVLimits(bytes: 0, records: 0, columns: 2, fieldBytes: 4)
        #expect(throws: CSVError.tooManyColumns(line: 1, limit: 2)) {
            try Self.read(Array("a,b,c\n".utf8), piece: 9, limits: limits)
        }
        #expect(throws: CSVError.fieldTooLong(line: 2, column: 1, limit: 4)) {
            try Self.read(Array("a\n\"12345\n".utf8), piece: 9, limits: limits)
        }
    }

    @Test func `a field is written as the writer would`() throws {
        var output: [UInt8] = []
        var stream = CSVStream { [bytes = Array("a b,\"x,y\",\" z\",\"\"\"\",ü\n".utf8)] buffer in
            guard output.isEmpty else { return 0 }
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
        var record = CSVRecordBytes()
        #expect(try stream.next(into: &record))
        for place in 0..<record.count {
            record.write(place, to: &output)
            output.append(UInt8(ascii: "|"))
        }
        #expect(String(decoding: output, as: UTF8.self) == "a b|\"x,y\"|\" z\"|\"\"\"\"|ü|")
    }
}
