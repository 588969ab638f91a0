import EmbeddedFile
import Foundation
import Protocols
import Testing

@Suite("The shelf of protocols")
struct ProtocolsShelfTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Protocols").standardizedFileURL

    private var shelf: [(name: String, bytes: Data)] {
        let shelf = protocols_shelf()
        return UnsafeBufferPointer(start: shelf.files, count: shelf.count).map { file in
            (String(cString: file.name), Data(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }

    @Test("lists every YAML file of the folder, in alphabetical order")
    func listsTheFolder() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(shelf.map(\.name) == names.filter { $0.hasSuffix(".yaml") }.sorted())
    }

    @Test("holds the files byte for byte")
    func holdsTheBytes() throws {
        for file in shelf {
            #expect(try Data(contentsOf: folder.appending(path: file.name)) == file.bytes, "\(file.name)")
        }
    }
}
