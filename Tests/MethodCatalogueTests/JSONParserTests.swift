import Foundation
import MethodCatalogue
import Testing

@Suite("JSON")
struct JSONParserTests {
    private func parsed(_ text: String) throws -> JSONValue { try JSONValue(parsing: Data(text.utf8)) }

    private func problem(_ text: String) -> String? {
        do {
            _ = try parsed(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test(
        "is read as Foundation reads it",
        arguments: [
            "{}", "[]", " [ 1 , -2.5e-3, 0, 1E2, 9007199254740993, 1.7976931348623157e308, 5e-324 ] ", "null", "true",
            #"{"a": {"b": [false, null, "x"]}, "": 0}"#, #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀""#,
            "[0.1, 0.30000000000000004, 123456789.123456789]", "\u{FEFF}[1]",
        ]
    )
    func agreement(_ text: String) throws {
        let mark = text.hasPrefix("\u{FEFF}")
        let oracle = try JSONDecoder().decode(JSONValue.self, from: Data((mark ? String(text.dropFirst()) : text).utf8))
        #expect(try parsed(text) == oracle)
    }

    @Test(
        "that is broken is refused with line and column",
        arguments: [
            ("", "the input is empty"), ("{\n  \"x\": 1,\n  \"y\" 2\n}", "line 3, column 7 must be a colon"),
            ("{\"x\": 1\n \"y\": 2}", "line 2, column 2 must be a comma or a closing }"),
            ("[1, 2", "line 1, column 6 ends too early"), ("[1, 2]]", "line 1, column 7 goes on"),
            ("{\"x\": NaN}", "line 1, column 7 must be a number"), ("[1,\n2,]", "line 2, column 3 must be a number"),
            ("[01]", "line 1, column 3 must be a comma"), ("[1.]", "line 1, column 4 must be a digit"),
            ("[-]", "line 1, column 3 must be a digit"), ("[0x1]", "line 1, column 3 must be a comma"),
            ("[1e999]", "line 1, column 2 is a number beyond"), ("[\"a", "line 1, column 2 opens a quote"),
            ("[\"é\", x]", "line 1, column 7 must be a number"),
            ("[\"a\nb\"]", "line 1, column 4 is a control character"),
            (#"["\x"]"#, "line 1, column 4 is no escape"), (#"["\ud800"]"#, "line 1, column 4 is half a character"),
            (#"["\u12"]"#, "line 1, column 5 must be four hexadecimal digits"),
            ("{x: 1}", "line 1, column 2 must be a name"),
            ("tier,shd\nlow,1\n", "line 1, column 1 must be a number"),
        ]
    )
    func broken(_ text: String, _ words: String) {
        #expect(problem(text)?.hasPrefix(words) == true, "\(problem(text) ?? "taken")")
    }

    @Test("with a key twice in one object is refused, in two objects not")
    func duplicates() throws {
        #expect(
            problem("{\"x\": 1,\n \"conf\": 0.9, \"conf\": 0.8}")
                == "line 2, column 15 has the key conf a second time: keep one"
        )
        #expect(problem(#"{"a": [{"x": 1, "x": 1}]}"#)?.contains("the key x a second time") == true)
        #expect(problem(#"{"x": 1, "\u0078": 2}"#)?.contains("the key x a second time") == true)
        #expect(problem(#"{"a": {"x": 1}, "b": {"x": 1}}"#) == nil)
    }

    @Test("is refused where it is nested without end, and where its bytes are no text")
    func hostile() {
        #expect(problem(String(repeating: "[", count: 1_000_000))?.contains("nested deeper than") == true)
        #expect(problem(String(repeating: "{\"a\":", count: 100_000))?.contains("nested deeper than") == true)
        #expect(throws: MethodInputError.self) { try JSONValue(parsing: Data([0x5B, 0x22, 0xFF, 0x22, 0x5D])) }
        #expect(throws: MethodInputError.self) { try JSONValue(parsing: Data([0xFF, 0xFE, 0x5B, 0x00])) }
    }

    @Test("cut off at any byte is refused")
    func cut() throws {
        let text = #"{"labels": [0, 1, true], "scores": [-1.5e3, "Infinity", null], "n\u0061me": "\ud83d\ude00"}"#
        let bytes = Data(text.utf8)
        #expect(throws: Never.self) { try JSONValue(parsing: bytes) }
        for length in 0..<bytes.count {
            #expect(throws: MethodInputError.self, "\(length)") { try JSONValue(parsing: bytes.prefix(length)) }
        }
    }
}
