import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The EchoNext data set")
final class PreparedDataSetTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test("is read row by row, each with its line of metadata", arguments: [UInt8(1), 2, 3])
    func rows(version: UInt8) throws {
        try write("waveforms", "<f4", "(3, 1, 2500, 12)", version: version, Self.ramp)
        try write("tabular_features", "<f8", "(3, 7)", Data((0..<21).flatMap { bytes((Double($0) / 4).bitPattern) }))
        let set = try PreparedDataSet(folder: folder, split: "val")
        #expect(set.count == 3)
        #expect(set.fields == ["ecg_key", "split", "shd"])
        for (index, key) in ["b", "d", "e"].enumerated() {
            let row = try set.row(at: index)
            #expect(row.waveform == (0..<30_000).map { Float(index * 30_000 + $0) })
            #expect(row.tabular == (0..<7).map { Float(index * 7 + $0) / 4 })
            #expect(row.metadata == ["ecg_key": key, "split": "val", "shd": "1"])
        }
    }

    /// Oracle: IEEE 754, by hand.
    @Test("holds numbers of half precision, too")
    func half() throws {
        let codes: [UInt16] = [0, 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555, 0x8400]
        try write("waveforms", "<f4", "(3, 2500, 12)", Self.ramp)
        try write("tabular_features", "<f2", "(3, 7)", Data((codes + codes + codes).flatMap(bytes)))
        let expected: [Float] = [0, 1, -2, 65504, 0x1p-24, 0.333251953125, -0x1p-14]
        #expect(try PreparedDataSet(folder: folder, split: "val").row(at: 2).tabular == expected)
    }

    @Test(
        "is refused when its files do not fit each other",
        arguments: [
            ("<f4", "(3, 7, 1)"), ("<f4", "(7, 3)"), ("<f4", "(21,)"), ("<f4", "()"), (">f4", "(3, 7)"),
            ("<i4", "(3, 7)"),
            ("<f4", "(3, 8)"), ("<f8", "(3, 7)"), ("<f4", "(99999999999, 99999999999)"), ("<f4", "(0, 7)"),
        ]
    )
    func shapes(type: String, shape: String) throws {
        try write("waveforms", "<f4", "(3, 2500, 12)", Self.ramp)
        try write("tabular_features", type, shape, Data((0..<21).flatMap(single)))
        #expect(throws: RecordingError.self) { try PreparedDataSet(folder: folder, split: "val") }
    }

    @Test("in Fortran order is refused with the reason")
    func fortran() throws {
        try write("waveforms", "<f4", "(3, 2500, 12)", order: "True", Self.ramp)
        let error = #expect(throws: RecordingError.self) { try PreparedDataSet(folder: folder, split: "val") }
        #expect(error?.description.contains("ascontiguousarray") == true)
    }

    @Test("without rows of the split, a column of splits or a file is refused")
    func metadata() throws {
        #expect(throws: RecordingError.self) { try PreparedDataSet(folder: folder, split: "val") }
        try write("waveforms", "<f4", "(3, 2500, 12)", Self.ramp)
        try write("tabular_features", "<f4", "(3, 7)", Data((0..<21).flatMap(single)))
        #expect(throws: Never.self) { try PreparedDataSet(folder: folder, split: "val") }
        for table in ["ecg_key\na\n", "split\nval\n", "split,a\nval\n", ""] {
            try Data(table.utf8).write(to: folder.appending(path: "echonext_metadata_100k.csv"))
            #expect(throws: RecordingError.self) { try PreparedDataSet(folder: folder, split: "val") }
        }
    }

    @Test("whose rows hold no numbers, or whose file ends while it is read, gives an error")
    func unusableRows() throws {
        var numbers = (0..<21).map(single)
        numbers[8] = bytes(Float.nan.bitPattern)
        try write("waveforms", "<f4", "(3, 2500, 12)", Self.ramp)
        try write("tabular_features", "<f4", "(3, 7)", Data(numbers.joined()))
        let set = try PreparedDataSet(folder: folder, split: "val")
        #expect(throws: Never.self) { try set.row(at: 0) }
        #expect(throws: RecordingError.self) { try set.row(at: 1) }
        let handle = try FileHandle(forWritingTo: folder.appending(path: "EchoNext_val_waveforms.npy"))
        try handle.truncate(atOffset: 200_000)
        #expect(throws: RecordingError.self) { try set.row(at: 2) }
    }

    @Test("has headers that are refused when cut off at any byte")
    func cutHeaders() throws {
        let header = Array(Self.header("<f4", "(3, 7)", "False", 1))
        #expect(try NumPyHeader(header).end == header.count)
        for count in 0..<header.count {
            #expect(throws: RecordingError.self) { try NumPyHeader(Array(header.prefix(count))) }
        }
        for index in header.indices {
            var changed = header
            changed[index] ^= 0xFF
            _ = try? NumPyHeader(changed)
        }
    }

    /// Writes an array of the split `val`, and the table of metadata.
    private func write(
        _ name: String,
        _ type: String,
        _ shape: String,
        version: UInt8 = 1,
        order: String = "False",
        _ numbers: Data
    ) throws {
        let file = Self.header(type, shape, order, version) + numbers
        try file.write(to: folder.appending(path: "EchoNext_val_\(name).npy"))
        let table = "ecg_key,split,shd\na,train,0\nb,val,1\nc,test,0\nd,val,1\ne,val,1\n"
        try Data(table.utf8).write(to: folder.appending(path: "echonext_metadata_100k.csv"))
    }

    /// As many numbers as three rows have, each its own index.
    private static let ramp = (0..<90_000).map { Float($0).bitPattern.littleEndian }.withUnsafeBytes { Data($0) }

    static func header(_ type: String, _ shape: String, _ order: String, _ version: UInt8) -> Data {
        let text = Array("{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n".utf8)
        let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + length + text)
    }

    private func single(_ number: Int) -> [UInt8] { bytes(Float(number).bitPattern) }

    private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
