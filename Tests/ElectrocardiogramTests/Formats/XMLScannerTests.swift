import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The XML scanner")
struct XMLScannerTests {
    @Test(
        "gives the same elements and text whether base64 is passed around the parser or through it",
        arguments: [
            "<R><B>AAEC\r\nAwQ=</B><B></B><B>\n</B></R>", "<R><!-- <B>AAEC</B> --><B>AAEC</B></R>",
            "<R><B><!-- <B>AAEC</B> -->AAEC</B></R>", "<R><![CDATA[<B>AAEC</B>]]><B>AA</B></R>",
            "<R><?p <B>AAEC</B>?><B>AAEC</B></R>",
            "<R><?p <!-- ?><B>AAEC</B><!-- --><B>AAEC</B></R>", "<R><![CDATA[<!-- ]]><B>AA</B></R>",
            "<R><B>AA&amp;C</B></R>",
            "<R><B>AA<C>AAEC</C></B><B a=\"1\">AAEC</B><B >AAEC</B ></R>", "<R><B><B>AAEC</B></B></R>",
            "<!DOCTYPE R [<!-- <B>AAEC</B> -->]><R><B>AAEC</B></R>",
        ]
    )
    func bulk(document: String) throws {
        let through = try Trace(document, bulk: nil)
        let around = try Trace(document, bulk: "B")
        #expect(around.offsets == through.offsets)
        // The parser writes the end of a line as LF; the text that goes around it stays as it is.
        #expect(
            around.events.map { String(String.UnicodeScalarView($0.unicodeScalars.filter { $0 != "\r" })) }
                == through.events
        )
    }

    @Test(
        "refuses the same documents either way",
        arguments: [
            "<R><B>AAEC</B>", "<R><B>AAEC</C></R>", "<R><B>AAEC]]></B></R>", "<R><B>AA\u{1}EC</B></R>", "<B>AAEC",
        ]
    )
    func bulkRefused(document: String) {
        let errors = [nil, "B"].map { bulk in
            #expect(throws: RecordingError.self) { try Trace(document, bulk: bulk) }
        }
        #expect(errors[0] == errors[1])
    }

    @Test("passes over what an element holds that is of no interest, but not over its faults")
    func ignored() throws {
        let trace = try Trace("<R>a<Dull>b<C>c<D/></C>d<B>AAEC</B></Dull>e<F>f</F></R>", bulk: "B")
        #expect(trace.events == ["+R[:]", "+R/Dull[:]", "-R/Dull ", "+R/F[:]", "-R/F f", "-R "])
        #expect(trace.offsets == [0, 4, 4, 43, 43, 47])
        let deep = String(repeating: "<A>", count: XMLScanner.maximumDepth)
        for fault in ["<A></B>", "&a;", deep] {
            #expect(throws: RecordingError.self) { try Trace("<R><Dull>\(fault)</Dull></R>", bulk: "B") }
        }
    }

    /// Oracle: the places counted by hand.
    @Test("shows where elements begin, in each encoding and with each end of line")
    func places() throws {
        let document = "<?xml version=\"1.0\"?>\n<R>\r\n  <A>ä</A>\r<B/></R>"
        let expected = ["R 2:1", "A 3:3", "B 4:1"]
        for encoding in [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .utf16] {
            var places: [String] = []
            try XMLScanner.scan(try #require(document.data(using: encoding))) { event, place in
                guard case .opened(let path, _) = event else { return }
                places.append("\(path.last ?? "") \(place.line):\(place.column)")
            }
            #expect(places == expected, "\(encoding)")
        }
    }

    @Test("shows attributes, and refuses too many")
    func attributes() throws {
        var seen: [String: String] = [:]
        try XMLScanner.scan(Data("<R a=\"1\" b=\"&lt;\"/>".utf8)) { event, _ in
            if case .opened(_, let attributes) = event { seen = attributes }
        }
        #expect(seen == ["a": "1", "b": "<"])
        let many = (0...XMLScanner.maximumAttributes).map { " a\($0)=\"\"" }.joined()
        #expect(throws: RecordingError.self) { try XMLScanner.scan(Data("<R\(many)/>".utf8)) { _, _ in } }
    }

    @Test("reads windows-1252, a wrong declaration of UTF-16, and a declaration after blanks")
    func encodings() throws {
        let smart =
            Data("<?xml version=\"1.0\" encoding=\"Windows-1252\"?><R>".utf8) + [0x80, 0x93, 0xFC] + Data("</R>".utf8)
        #expect(try text(smart) == "€“ü")
        #expect(throws: RecordingError.self) { try text(smart.replacing([0x93], with: [0x81])) }
        #expect(try text(Data("<?xml version=\"1.0\" encoding=\"utf-16\"?><R>ü</R>".utf8)) == "ü")
        #expect(try text(Data("\n\n <?xml version=\"1.0\"?><R>a</R>".utf8)) == "a")
        let broken = #expect(throws: RecordingError.self) {
            try text(Data("\n\n <?xml version=\"1.0\"?>\n<R><A></R>".utf8))
        }
        #expect(broken?.place == TextPlace(line: 4, column: 9))
    }

    private func text(_ document: Data) throws -> String {
        var result = ""
        try XMLScanner.scan(document) { event, _ in
            if case .closed(_, let text) = event { result = String(decoding: text, as: UTF8.self) }
        }
        return result
    }

    /// What a handler sees of a document.
    private final class Trace: XMLHandler {
        var events: [String] = []
        var offsets: [Int] = []

        init(_ document: String, bulk: String?) throws {
            try XMLScanner.scan(Data(document.utf8), bulk: bulk, into: self)
        }

        func open(_ path: [String], attributes: XMLAttributes, at offset: Int) -> Bool {
            events.append("+" + path.joined(separator: "/") + attributes.values.description)
            offsets.append(offset)
            return path.last != "Dull"
        }

        func close(_ path: [String], text: inout [UInt8], at offset: Int) {
            events.append("-" + path.joined(separator: "/") + " " + String(decoding: text, as: UTF8.self))
            offsets.append(offset)
        }
    }
}
