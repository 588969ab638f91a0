import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The reader of recordings")
struct RecordingReaderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test("reads a file by its place")
    func file() throws {
        let file = folder.appending(path: "a.bin")
        try MuseText().data.write(to: file)
        #expect(try RecordingReader.read(file: file) == RecordingReader.read(MuseText().data))
        try FileManager.default.removeItem(at: folder)
    }

    @Test("refuses a file that is not there, is a folder or is too large, without its name")
    func unreadable() throws {
        let large = folder.appending(path: "large")
        try Data(count: RecordingReader.maximumBytes + 9).write(to: large)
        for file in [folder.appending(path: "none"), folder, large] {
            let error = #expect(throws: RecordingError.self) { try RecordingReader.read(file: file) }
            #expect(error?.description.contains(file.lastPathComponent) == false)
        }
        #expect(throws: RecordingError.tooLarge(bytes: (16 << 20) + 9, limit: 16 << 20)) {
            try RecordingReader.read(file: large)
        }
        try FileManager.default.removeItem(at: folder)
    }

    @Test("finds a companion in the folder and nowhere else")
    func companion() throws {
        try Data([1]).write(to: folder.appending(path: "a.dat"))
        #expect(try FolderReader.bytes(of: "a.dat", in: folder) == Data([1]))
        #expect(try FolderReader.bytes(of: "b.dat", in: folder) == nil)
        for name in ["", ".", "..", "../a.dat", "/etc/passwd", "a\\b", "a\0"] {
            #expect(throws: RecordingError.self) { try FolderReader.bytes(of: name, in: folder) }
        }
        try FileManager.default.removeItem(at: folder)
    }

    @Test("sends an array of many recordings to where it belongs")
    func array() {
        let error = #expect(throws: RecordingError.self) {
            try RecordingReader.read(Data([0x93] + Array("NUMPY".utf8) + [1, 0, 0, 0, 0, 0]))
        }
        #expect(error?.description.contains("data set") == true)
    }
}
