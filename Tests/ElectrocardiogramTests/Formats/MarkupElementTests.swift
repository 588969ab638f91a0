import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An element of an XML document")
struct MarkupElementTests {
    @Test("has its children, attributes, text and place, names without prefixes")
    func tree() throws {
        let text = """
            <a:root xmlns:a="urn:a" a:kind="x">
              <b> one </b><c><b>two</b></c>
              <b kind="  ">--</b></a:root>
            """
        let root = try MarkupElement.document(Data(text.utf8), root: "root", bulky: [])
        #expect(root.name == "root")
        #expect(root["kind"] == "x")
        #expect(root.children.map(\.name) == ["b", "c", "b"])
        #expect(root.all("b").map(\.string) == ["one", "--"])
        #expect(root.all("b").map(\.entry) == ["one", nil])
        #expect(root.all("c", "b").map(\.string) == ["two"])
        #expect(root.first("c", "b")?.string == "two")
        #expect(root.first("b", "c") == nil)
        #expect(root.children[2]["kind"] == nil)
        #expect(root.children[2].place == TextPlace(line: 3, column: 3))
    }

    @Test("may hold much text only where its name allows it")
    func bulk() throws {
        let long = String(repeating: "9", count: MarkupElement.maximumFieldBytes + 1)
        let text = Data("<r><b>\(long)</b></r>".utf8)
        #expect(try MarkupElement.document(text, root: "r", bulky: ["b"]).first("b")?.text.count == long.utf8.count)
        #expect(throws: RecordingError.self) { try MarkupElement.document(text, root: "r", bulky: []) }
    }
}
