/// A result as JSON: every digit, null for what is not estimable, "Infinity" for infinity.
extension MethodResult: Encodable {
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .number(let number):
            var container = encoder.singleValueContainer()
            if number.isFinite {
                try container.encode(number)
            } else {
                try container.encode(number > 0 ? "Infinity" : "-Infinity")
            }
        case .count(let count): try encode(count, encoder)
        case .truth(let truth): try encode(truth, encoder)
        case .text(let text): try encode(text, encoder)
        case .list(let elements): try encode(elements, encoder)
        case .record(let members):
            var container = encoder.container(keyedBy: Name.self)
            for member in members { try container.encode(member.value, forKey: Name(member.name)) }
        case .notEstimable:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    private func encode(_ value: some Encodable, _ encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Why each null is one, by its place such as `rd.newcombe.lower` or `curve[3].net_benefit`.
    package var reasons: [String: String] { reasons(at: "") }

    private func reasons(at place: String) -> [String: String] {
        switch self {
        case .notEstimable(let reason): [place.isEmpty ? "result" : place: reason]
        case .record(let members):
            members.reduce(into: [:]) { all, member in
                let inner = member.value.reasons(at: place.isEmpty ? member.name : "\(place).\(member.name)")
                all.merge(inner) { $1 }
            }
        case .list(let elements):
            elements.enumerated().reduce(into: [:]) { all, element in
                all.merge(element.element.reasons(at: "\(place)[\(element.offset)]")) { $1 }
            }
        default: [:]
        }
    }
}
