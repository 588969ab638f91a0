import EmbeddedFile
import Foundation
import Models
import Protocols
import Reports
import Schema
import Testing
import Validation

/// A folder at the top level, and what of it is in the binary.
struct Shelf: Sendable, CustomTestStringConvertible {
    let folder: String
    /// Endings of the files that belong into the binary; the folder also holds the code that embeds them.
    let endings: [String]
    let embedded: @Sendable () -> EmbeddedShelf

    static let schema = Shelf(folder: "Schema", endings: [".sql"], embedded: { schema_shelf() })

    static let all = [
        schema,
        Shelf(folder: "Reports", endings: [".mustache", ".css"], embedded: { reports_shelf() }),
        Shelf(folder: "Models", endings: [".json", ".safetensors"], embedded: { models_shelf() }),
        Shelf(folder: "Protocols", endings: [".yaml"], embedded: { protocols_shelf() }),
        Shelf(folder: "Validation/cases", endings: [".json"], embedded: { validation_shelf() }),
    ]

    var testDescription: String { folder }

    var files: [(name: String, bytes: Data)] {
        let shelf = embedded()
        return UnsafeBufferPointer(start: shelf.files, count: shelf.count).map { file in
            (String(cString: file.name), Data(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }

    var url: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(folder)").standardizedFileURL
    }

    func namesOnDisk() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: url.path)
            .filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
    }
}

@Suite("The shelves of the binary")
struct ShelvesTests {
    @Test("list every file of their folder", arguments: Shelf.all)
    func lists(_ shelf: Shelf) throws {
        let names = shelf.files.map(\.name)
        #expect(!names.isEmpty)
        #expect(try names.sorted() == shelf.namesOnDisk())
    }

    @Test("hold the files byte for byte", arguments: Shelf.all)
    func holds(_ shelf: Shelf) throws {
        for file in shelf.files {
            #expect(try Data(contentsOf: shelf.url.appending(path: file.name)) == file.bytes, "\(file.name)")
        }
    }

    @Test("are in alphabetical order where no other is needed", arguments: Shelf.all.dropFirst())
    func alphabetical(_ shelf: Shelf) {
        let names = shelf.files.map(\.name)
        #expect(names == names.sorted())
    }

    @Test("list the roles before the migrations, and these by number without a gap")
    func migrations() {
        let names = Shelf.schema.files.map(\.name)
        #expect(names.first == "roles.sql")
        #expect(names.dropFirst().map { Int($0.prefix(4)) } == Array(1..<names.count))
    }
}
