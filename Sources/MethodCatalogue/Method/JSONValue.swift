package import Foundation

/// Any JSON value, objects in no order.
///
/// JSON has no infinity: the strings "Infinity" and "-Infinity", or Inf and -Inf in any case, stand for it wherever a
/// number may stand.
package enum JSONValue: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads a document.
    ///
    /// - Throws: ``MethodInputError`` with line and column where the bytes are no JSON or an object has a key twice.
    package init(parsing data: Data) throws {
        var parser = JSONParser([UInt8](data))
        self = try parser.document()
    }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // Numbers first: most of what is read is long lists of them.
        if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    /// A member of an object; nil where there is none.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// A number, infinities included.
    package var number: Double? {
        switch self {
        case .number(let value): value
        case .string(let text): Double(infinity: text)
        default: nil
        }
    }

    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// What a person would call the value.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
