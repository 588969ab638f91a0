import Biostatistics

extension Catalogue {
    static let cohenKappa = Method(
        "kappa_cohen",
        title: "Cohen's kappa of two raters, weighted and not, and other measures of their agreement",
        chapter: .agreement,
        fields: [
            .optional("table", "counts: rows the first rater's category, columns the second's"),
            .optional("rater1", "instead of a table: the first rater's category of each subject"),
            .optional("rater2", "the second rater's category of each subject"),
            .optional("order", "the categories in their order; without it the observed ones, sorted"),
            .conf,
        ],
        example: #"{"table": [[44, 5, 1], [7, 20, 3], [9, 5, 6]]}"#,
        table: Method.TableInput(roles: raters) { try ratings($0) }
    ) { input in
        let table = try agreementTable(input)
        let level = try input.level()
        return [
            "unweighted": kappa(table, .unweighted, level: level),
            "linear": kappa(table, .linear, level: level),
            "quadratic": kappa(table, .quadratic, level: level),
            "pabak": MethodResult(table.pabak),
            "specific_agreement": .list(table.specificAgreement.map { MethodResult($0) }),
            "gwet_ac1": MethodResult(table.gwetAC1),
            "gwet_ac1_se": MethodResult(table.gwetAC1StandardError),
            "gwet_ac1_ci": MethodResult(limits: table.gwetAC1Estimate(level: level)),
        ]
    }

    private static let raters: [Method.Field] = [
        .required("rater1", "the first rater's category"), .required("rater2", "the second rater's category"),
    ]

    private static func ratings(_ selection: TableSelection) throws -> TableMembers {
        let columns = try raters.map { try selection.texts($0.name) }
        let complete = (0..<selection.count).filter { row in columns.allSatisfy { $0[row] != nil } }
        let lists = columns.map { column in JSONValue.array(complete.compactMap { column[$0].map(JSONValue.string) }) }
        let names = raters.map(\.name)
        var members = Dictionary(uniqueKeysWithValues: zip(names, lists))
        members["order"] = selection.declaredOrder(of: "rater1").map { .array($0.map(JSONValue.string)) }
        return TableMembers(
            members,
            leftOut: selection.count - complete.count,
            sources: selection.sources(of: names, rows: complete)
        )
    }

    private static func agreementTable(_ input: MethodInput) throws -> AgreementTable {
        guard input.has("table") else { return try tabulated(input) }
        let counts = try input.countTable("table")
        guard let first = counts.first, first.count == counts.count else {
            throw input.error("table", "must be square, with at least one category")
        }
        return AgreementTable(counts)
    }

    private static func tabulated(_ input: MethodInput) throws -> AgreementTable {
        let first = try input.texts("rater1")
        let second = try input.texts("rater2", count: first.count)
        let order = input.has("order") ? try input.texts("order") : sorted(Set(first + second))
        guard Set(order).count == order.count else { throw input.error("order", "must not name a category twice") }
        let places = Dictionary(uniqueKeysWithValues: zip(order, 0...))
        func codes(_ name: String, _ categories: [String]) throws -> [Int] {
            try categories.enumerated().map { subject, category in
                if let place = places[category] { return place }
                throw input.error("\(name)[\(subject)]", "must be one of \(order.joined(separator: ", "))")
            }
        }
        let pairs = zip(try codes("rater1", first), try codes("rater2", second)).map { (first: $0, second: $1) }
        return AgreementTable(pairs, categories: order.count)
    }

    /// By number where all are numbers.
    private static func sorted(_ categories: Set<String>) -> [String] {
        let numbers = categories.compactMap { text in Double(text).map { (text: text, number: $0) } }
        guard numbers.count == categories.count else { return categories.sorted() }
        return numbers.sorted { ($0.number, $0.text) < ($1.number, $1.text) }.map(\.text)
    }

    private static func kappa(_ table: AgreementTable, _ weights: CohenKappa.Weights, level: Double) -> MethodResult {
        MethodResult(table.kappa(weights, level: level)) { kappa in
            let reason = kappa.kappa.reason ?? .noObservations
            return [
                "kappa": MethodResult(point: kappa.kappa),
                "po": MethodResult(kappa.observed),
                "pe": MethodResult(kappa.expected),
                "se": MethodResult(kappa.standardError, else: reason),
                "se0": MethodResult(kappa.nullStandardError, else: reason),
                "lower": MethodResult(kappa.kappa.interval?.lower, else: reason),
                "upper": MethodResult(kappa.kappa.interval?.upper, else: reason),
                "z": MethodResult(kappa.z),
                "p": MethodResult(kappa.p),
            ]
        }
    }
}
