import Foundation
import MethodCatalogue
import Testing

@Suite("The catalogue of methods")
struct CatalogueTests {
    @Test("runs the example that it shows for each", arguments: Catalogue.methods.map(\.name))
    func example(_ name: String) throws {
        let method = try #require(Catalogue.method(named: name))
        let input = try JSONValue(parsing: Data(method.example.utf8))
        try method.checkFields(of: input)
        let result = try method.run(input)
        #expect(!result.lines(digits: 6).isEmpty)
        for (place, reason) in result.reasons { #expect(!reason.isEmpty, "\(place)") }
        let json = try JSONEncoder().encode(result)
        #expect(try JSONValue(parsing: json) != .null)
    }

    @Test("names each method once, with a title, described fields and a table of known roles")
    func entries() {
        let methods = Catalogue.methods
        #expect(Set(methods.map(\.name)).count == methods.count)
        for method in methods {
            #expect(method.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil && !method.title.isEmpty)
            let fields = method.fields + (method.table?.roles ?? [])
            #expect(fields.allSatisfy { !$0.name.isEmpty && $0.meaning.count > 2 }, "\(method.name)")
        }
    }

    @Test("refuses a field that a method does not take, a missing one, and a value of another kind, with the place")
    func refusals() throws {
        let method = try #require(Catalogue.method(named: "binomial_ci"))
        func problem(_ text: String) throws -> String? {
            let input = try JSONValue(parsing: Data(text.utf8))
            do {
                try method.checkFields(of: input)
                _ = try method.run(input)
                return nil
            } catch let error as MethodInputError { return error.description }
        }
        #expect(try problem(#"{"x": 1, "n": 2}"#) == nil)
        #expect(try problem(#"{"x": 1, "n": 2, "cnof": 0.9}"#)?.hasPrefix("cnof is not taken") == true)
        #expect(try problem(#"{"x": 1}"#) == "n is missing")
        #expect(try problem(#"{"x": "one", "n": 2}"#)?.hasPrefix("x must be") == true)
        #expect(try problem(#"{"x": 1.5, "n": 2}"#)?.hasPrefix("x must be a whole number") == true)
        #expect(try problem(#"{"x": -1, "n": 2}"#)?.hasPrefix("x must") == true)
        #expect(try problem(#"{"x": 3, "n": 2}"#) != nil)
        #expect(try problem(#"{"x": 1, "n": 2, "conf": 1}"#)?.hasPrefix("conf must lie") == true)
        #expect(try problem("[1, 2]")?.hasPrefix("the input must be an object") == true)
    }

    @Test("names the element of a list that does not fit")
    func elements() throws {
        let method = try #require(Catalogue.method(named: "auroc_delong"))
        let places = [
            #"{"labels": [0, 1, 2], "scores": [1, 2, 3]}"#: "labels[2]",
            #"{"labels": [0, 1, 1], "scores": [1, null, 3]}"#: "scores[1]",
            #"{"labels": [0, 1, 1], "scores": [1, 2]}"#: "scores",
        ]
        for (text, place) in places {
            let input = try JSONValue(parsing: Data(text.utf8))
            #expect(throws: MethodInputError.self) { try method.run(input) }
            do { _ = try method.run(input) } catch { #expect("\(error)".hasPrefix(place), "\(error)") }
        }
    }

    @Test("never takes what is no JSON")
    func notJSON() {
        for text in ["", "{", "nan", "{\"x\": NaN}", "[1, 2", "\u{0}"] {
            #expect(throws: MethodInputError.self, "\(text)") { try JSONValue(parsing: Data(text.utf8)) }
        }
    }
}
