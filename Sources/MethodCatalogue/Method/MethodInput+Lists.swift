/// Members that are lists; an error names the element.
extension MethodInput {
    /// Finite numbers in a range; as many as another list has where that is said.
    package func numbers(
        _ field: String,
        in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
        count: Int? = nil
    ) throws -> [Double] {
        try list(field, count: count) { try Self.number($0, at: $1, in: range) }
    }

    /// Whole numbers in a range.
    package func counts(_ field: String, in range: ClosedRange<Int> = 0...Int.max, count: Int? = nil) throws -> [Int] {
        try list(field, count: count) { try Self.count($0, at: $1, in: range) }
    }

    /// Outcomes written as 1 and 0 (or true and false); 1 is always the event.
    package func labels(_ field: String, count: Int? = nil) throws -> [Bool] {
        try list(field, count: count, Self.truth)
    }

    /// Texts; numbers are taken as they print.
    package func texts(_ field: String, count: Int? = nil) throws -> [String] {
        try list(field, count: count, Self.text)
    }

    /// Texts, nil where an element is null or blank; all nil where a count is given and the member missing.
    package func optionalTexts(_ field: String, count: Int? = nil) throws -> [String?] {
        try optionalList(field, count: count) { try $0 == .string("") ? nil : Self.text($0, at: $1) }
    }

    /// Outcomes written as 1 and 0, nil where an element is null; all nil where a count is given and no member.
    package func optionalLabels(_ field: String, count: Int? = nil) throws -> [Bool?] {
        try optionalList(field, count: count, Self.truth)
    }

    /// Finite numbers in a range, nil where an element is null; all nil where a count is given and no member.
    package func optionalNumbers(
        _ field: String,
        in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude,
        count: Int? = nil
    ) throws -> [Double?] {
        try optionalList(field, count: count) { try Self.number($0, at: $1, in: range) }
    }

    /// Rows of finite numbers, all of one length.
    package func matrix(_ field: String, rows: Int? = nil) throws -> [[Double]] {
        let all = try list(field, count: rows) { row, place in
            try Self.elements(row, at: place).enumerated().map {
                try Self.number(
                    $1,
                    at: "\(place)[\($0)]",
                    in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
                )
            }
        }
        if let first = all.first, let odd = all.firstIndex(where: { $0.count != first.count }) {
            throw error("\(field)[\(odd)]", "has \(all[odd].count) values where the first row has \(first.count)")
        }
        return all
    }

    /// Rows of whole numbers from 0 on, all of one length.
    package func countTable(_ field: String) throws -> [[Int]] {
        let all = try list(field, count: nil) { row, place in
            try Self.elements(row, at: place).enumerated().map {
                try Self.count($1, at: "\(place)[\($0)]", in: 0...Int.max)
            }
        }
        if let first = all.first, let odd = all.firstIndex(where: { $0.count != first.count }) {
            throw error("\(field)[\(odd)]", "has \(all[odd].count) values where the first row has \(first.count)")
        }
        return all
    }

    /// Lists of finite numbers whose lengths may differ.
    package func groups(_ field: String) throws -> [[Double]] {
        try list(field, count: nil) { row, place in
            try Self.elements(row, at: place).enumerated().map {
                try Self.number(
                    $1,
                    at: "\(place)[\($0)]",
                    in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
                )
            }
        }
    }

    /// Refuses a member of an inner object that nobody reads.
    func checkMembers(_ known: [String]) throws {
        guard let unknown = members.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw error(unknown, "is not taken here, where stand \(known.joined(separator: ", "))")
    }

    /// Objects.
    package func objects(_ field: String) throws -> [MethodInput] {
        try list(field, count: nil) { try MethodInput($0, path: $1) }
    }

    /// Every element that is not null; as many nils as are wanted where there is no list.
    private func optionalList<Element>(
        _ field: String,
        count: Int?,
        _ element: (JSONValue, String) throws -> Element?
    ) throws -> [Element?] {
        if let count, !has(field) { return Array(repeating: nil, count: count) }
        return try list(field, count: count) { try $0 == .null ? nil : element($0, $1) }
    }

    private func list<Element>(
        _ field: String,
        count: Int?,
        _ element: (JSONValue, String) throws -> Element
    ) throws -> [Element] {
        let values = try Self.elements(try member(field), at: place(field))
        if let count, values.count != count {
            throw error(field, "has \(values.count) values where \(count) are wanted: one for each of the other lists")
        }
        let base = place(field)
        return try values.enumerated().map { try element($1, "\(base)[\($0)]") }
    }

    private static func elements(_ value: JSONValue, at place: String) throws -> [JSONValue] {
        guard case .array(let elements) = value else {
            throw MethodInputError(path: place, problem: "must be a list such as [5,10], is \(value.kind)")
        }
        return elements
    }
}
