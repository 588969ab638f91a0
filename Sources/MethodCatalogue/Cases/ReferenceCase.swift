/// An input, what a method must find in it, and how closely.
package struct ReferenceCase: Sendable, Decodable {
    /// A value passes if it is within `abs + rel · |expected|`.
    package struct Tolerance: Sendable, Decodable, Equatable {
        package let rel: Double
        package let abs: Double

        package func accepts(_ got: Double, for expected: Double) -> Bool {
            // Near infinity is only infinity itself.
            guard got.isFinite, expected.isFinite else { return got == expected }
            return Swift.abs(got - expected) <= abs + rel * Swift.abs(expected)
        }
    }

    package let id: String
    let input: JSONValue
    let expected: JSONValue
    private let tolerance: Tolerance
    /// By the name of the last key on the way to the value.
    private let overrides: [String: Tolerance]

    private enum CodingKeys: String, CodingKey { case id, input, expected, tolerance, keys }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        input = try values.decode(JSONValue.self, forKey: .input)
        expected = try values.decode(JSONValue.self, forKey: .expected)
        tolerance = try values.decode(Tolerance.self, forKey: .tolerance)
        let inner = try values.nestedContainer(keyedBy: CodingKeys.self, forKey: .tolerance)
        overrides = try inner.decodeIfPresent([String: Tolerance].self, forKey: .keys) ?? [:]
    }

    func tolerance(ofKey key: String) -> Tolerance { overrides[key] ?? tolerance }
}
