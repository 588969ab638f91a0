import Biostatistics

extension Catalogue {
    static let timeToEcho = Method(
        "time_to_echo",
        title: "Time from index test to echocardiogram",
        chapter: .description,
        fields: [
            .optional("days", "days from one to the other, at least 0, null without echocardiogram; or both dates"),
            .optional("index_date", "day of the index test as 2024-02-29, null where there is none"),
            .optional("echo_date", "day of the echocardiogram, null where there is none"),
            .optional("tier", "tier of each patient, null without one"),
            .optional("tiers", "the tiers in their order, also empty ones; as the patients name them if left out"),
            .optional("window", "first and last day that lie within the window, such as [0, 270]"),
            .quantileType,
        ],
        example: #"{"days": [12, 40, null, 301], "tier": ["low", "high", "high", "low"], "window": [0, 270]}"#,
        table: Method.TableInput(
            roles: [
                .optional("days", "days from index test to echocardiogram, blank without one; or both dates"),
                .optional("index_date", "day of the index test as 2024-02-29"),
                .optional("echo_date", "day of the echocardiogram, blank without one"),
                .optional("tier", "tier of the patient"),
            ],
            members: intervalsOfTable
        )
    ) { input in
        let days = try input.intervals()
        let tiers = try input.optionalTexts("tier", count: days.count)
        let names = try input.tierNames(of: tiers)
        let window = try input.window()
        let type = try input.quantileType()
        func row(_ days: [Double?]) -> MethodResult {
            let known = days.compactMap(\.self)
            let interval = TestInterval(days: known, window: window)
            let counts: MethodResult = ["n": .count(known.count), "without_echo": .count(days.count - known.count)]
            return counts.merging(.fiveNumbers(of: interval.days, type)).merging(outside(interval))
        }
        let rows = names.map { name in
            let title: MethodResult = ["tier": .text(name)]
            return title.merging(row(zip(days, tiers).filter { $0.1 == name }.map(\.0)))
        }
        let bounds: MethodResult? = window.map {
            ["from": MethodResult($0.lowerBound), "to": MethodResult($0.upperBound)]
        }
        return [
            "quantile_type": .count(type.rawValue),
            "window": bounds ?? MethodResult(.undefined("no window is declared")),
            "tiers": .list(rows),
            "overall": row(days),
        ]
    }

    private static func outside(_ interval: TestInterval) -> MethodResult {
        let none = MethodResult(.undefined("no window is declared"))
        return [
            "outside": interval.outside.map { .count($0.events) } ?? none,
            "outside_share": interval.outside.map { MethodResult($0.estimate, else: .noObservations) } ?? none,
        ]
    }

    private static func intervalsOfTable(_ table: TableSelection) throws -> TableMembers {
        var members: [String: JSONValue] = [:]
        if table.has("days") {
            members["days"] = .array(try table.numbers("days").map { $0.map(JSONValue.number) ?? .null })
        }
        for role in ["index_date", "echo_date", "tier"] where table.has(role) {
            members[role] = .array(try table.texts(role).map { $0.map(JSONValue.string) ?? .null })
        }
        let sources = table.sources(of: Array(members.keys), rows: Array(0..<table.count))
        if table.has("tier") { members["tiers"] = .array(try table.order(of: "tier").map(JSONValue.string)) }
        return TableMembers(members, sources: sources)
    }
}

extension MethodInput {
    /// Days from index test to echocardiogram, given or from both dates; nil where there is no echocardiogram.
    fileprivate func intervals() throws -> [Double?] {
        guard has("index_date") || has("echo_date") else {
            return try optionalNumbers("days").enumerated().map { place, days in
                if let days, days < 0 { throw negative("days", place, days) }
                return days
            }
        }
        guard !has("days") else { throw error("days", "stands beside dates: give days or both dates") }
        let index = try days("index_date", count: nil)
        return try zip(index, try days("echo_date", count: index.count)).enumerated().map { place, dates in
            guard let first = dates.0, let second = dates.1 else { return nil }
            let days = Double(second - first)
            if days < 0 { throw negative("echo_date", place, days) }
            return days
        }
    }

    private func negative(_ field: String, _ place: Int, _ days: Double) -> MethodInputError {
        let text =
            -days == 1 ? "1 day" : "\(DisplayFormat.number(-days, decimals: days == days.rounded() ? 0 : 1)) days"
        return error(
            "\(field)[\(place)]",
            "puts the echocardiogram \(text) before the index test: correct one of the two"
        )
    }

    private func days(_ field: String, count: Int?) throws -> [Int?] {
        try optionalTexts(field, count: count).enumerated().map { place, text in
            guard let text else { return nil }
            guard let day = CalendarDay(text) else {
                throw error("\(field)[\(place)]", "must be a day written as 2024-02-29")
            }
            return day.number
        }
    }

    /// The declared window; nil where there is none.
    fileprivate func window() throws -> ClosedRange<Double>? {
        guard has("window") else { return nil }
        let bounds = try numbers("window", in: 0...Double.greatestFiniteMagnitude)
        guard bounds.count == 2, bounds[0] <= bounds[1] else {
            throw error("window", "must be two days, the first not after the last, such as [0, 270]")
        }
        return bounds[0]...bounds[1]
    }
}
