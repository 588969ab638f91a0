import Trial

/// What each column of an outcomes file means, read from its header.
struct OutcomesColumns {
    let subject: Int
    let site: Int?
    let age: Int?
    let sex: Int?
    /// Model ids in the order of the header.
    let models: [String]
    let scores: [String: Int]
    let tiers: [String: Int]
    /// Outcomes in the order of the header, each with its column.
    let outcomes: [(outcome: Outcome, column: Int)]
    /// Names of columns that mean nothing here.
    let unknown: [String]

    init(header: [String], file: SourceFile) throws(ReportingError) {
        guard let subject = header.firstIndex(of: "subject_id") else {
            throw file.problem(line: 1, .missingColumn("subject_id"))
        }
        let roles = header.map(Role.init)
        self.subject = subject
        site = header.firstIndex(of: "site")
        age = header.firstIndex(of: "age")
        sex = header.firstIndex(of: "sex")
        models = Self.models(of: roles)
        scores = Self.columns(of: roles) { if case .score(let model) = $0 { model } else { nil } }
        tiers = Self.columns(of: roles) { if case .tier(let model) = $0 { model } else { nil } }
        outcomes = Self.columns(of: roles) { if case .outcome(let outcome) = $0 { outcome } else { nil } }
            .map { (outcome: $0.key, column: $0.value) }.sorted { Self.order($0.outcome) < Self.order($1.outcome) }
        unknown = zip(header, roles).filter { $0.1 == .unknown }.map(\.0)
        guard !models.isEmpty else { throw file.problem(line: 1, .noModelColumn) }
        guard !outcomes.isEmpty else { throw file.problem(line: 1, .noOutcomeColumn) }
    }

    private static func order(_ outcome: Outcome) -> Int { Outcome.allCases.firstIndex(of: outcome) ?? 0 }

    private static func models(of roles: [Role]) -> [String] {
        var models: [String] = []
        for case .score(let model) in roles where !models.contains(model) { models.append(model) }
        for case .tier(let model) in roles where !models.contains(model) { models.append(model) }
        let first = { model in roles.firstIndex { $0 == .score(model) || $0 == .tier(model) } ?? roles.count }
        return models.sorted { first($0) < first($1) }
    }

    private static func columns<Key: Hashable>(of roles: [Role], _ key: (Role) -> Key?) -> [Key: Int] {
        var columns: [Key: Int] = [:]
        for (index, role) in roles.enumerated() {
            if let name = key(role) { columns[name] = index }
        }
        return columns
    }

    /// What one column's name says.
    private enum Role: Equatable {
        case person
        case score(String)
        case tier(String)
        case outcome(Outcome)
        case unknown

        init(_ name: String) {
            if ["subject_id", "site", "age", "sex"].contains(name) {
                self = .person
            } else if let outcome = Outcome(rawValue: name) {
                self = .outcome(outcome)
            } else if let model = Self.model(name, suffix: "_score") {
                self = .score(model)
            } else if let model = Self.model(name, suffix: "_tier") {
                self = .tier(model)
            } else {
                self = .unknown
            }
        }

        /// The model in front of `suffix`; ids are lower-case letters, digits, dots, hyphens and underscores.
        private static func model(_ name: String, suffix: String) -> String? {
            guard name.hasSuffix(suffix) else { return nil }
            let model = name.dropLast(suffix.count)
            let allowed = { (c: Character) in c.isASCII && (c.isLowercase || c.isNumber || "._-".contains(c)) }
            guard (1...40).contains(model.count), model.allSatisfy(allowed) else { return nil }
            return String(model)
        }
    }
}
