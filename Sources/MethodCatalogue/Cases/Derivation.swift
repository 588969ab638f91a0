/// Which columns of a data set play which roles: the words that cases use of one, as expressions.
///
/// A case of a data set says in words how its lists come from the table, such as "echonext_score, verified rows, weight
/// 1/p_verify". The grammar is small: clauses between commas and semicolons, each naming a column, a role, a filter or
/// a weight. What a clause says that no list needs is passed over.
struct Derivation: Equatable {
    private(set) var columns: [String: [ColumnExpression]] = [:]
    private(set) var conditions: [ColumnExpression] = []

    /// The expressions for one method.
    init(of method: String, from words: String) {
        outcome(of: method, words)
        filter(words)
        roles(of: method, words)
    }

    private mutating func set(_ role: String, _ expression: String) { columns[role] = [ColumnExpression(expression)] }

    /// The column of outcomes: `shd` unless the words say "outcome X" or "against X"; times have their own.
    private mutating func outcome(of method: String, _ words: String) {
        let named = words.firstMatch(of: /(?:outcome|against) ([a-z_]+)/).map { String($0.1) }
        for role in ["labels", "y", "outcome", "disease"] where !Self.survival.contains(method) {
            set(role, named ?? "shd")
        }
        guard Self.survival.contains(method) else { return }
        set("time", "time_days")
        set("event", "event")
    }

    /// "verified rows", "risk_tier = high": which rows count.
    private mutating func filter(_ words: String) {
        if words.contains(/verified (rows|patients)/) { conditions.append(ColumnExpression("verified=1")) }
        if let match = words.wholeMatch(of: /([a-z_]+) = ([A-Za-z0-9_]+)/) {
            conditions.append(ColumnExpression("\(match.1)=\(match.2)"))
        }
    }

    private mutating func roles(of method: String, _ words: String) {
        if words.contains(/weight 1\/p_verify/) {
            for role in ["weight", "weights"] { set(role, "1/p_verify") }
        }
        if words.contains("verified rows") { set("p_verify", "p_verify") }
        positives(words)
        coded(words)
        pairs(words)
        scores(words)
        covariates(of: method, words)
    }

    /// "test = echonext_tier in ['high', 'mid']".
    private mutating func positives(_ words: String) {
        guard let match = words.firstMatch(of: /test(?: positive)? = ([a-z_]+) in \[([^\]]*)\]/) else { return }
        let values = match.2.split(separator: ",").map { $0.filter { !"' ".contains($0) } }
        set("test", "\(match.1) in \(values.joined(separator: "|"))")
    }

    /// "group = risk_tier coded low,mid,high = 0,1,2": codes in the order of the list.
    private mutating func coded(_ words: String) {
        for match in words.matches(of: /([a-z_ ]+?)= ([a-z_]+) coded ([A-Za-z,]+) = [0-9,]+/) {
            let roles = match.1.contains("strat") ? ["stratum", "tier"] : ["group"]
            let codes = match.3.split(separator: ",").joined(separator: "|")
            for role in roles { set(role, "\(match.2) as \(codes)") }
        }
    }

    /// "old = a, new = b", "x = a, y = b", "a (1) versus b (2)", "columns a, b".
    private mutating func pairs(_ words: String) {
        if let match = words.firstMatch(of: /old = ([a-z_0-9]+), new = ([a-z_0-9]+)/) {
            for (role, column) in [("p_old", match.1), ("p_new", match.2), ("old", match.1), ("new", match.2)] {
                set(role, String(column))
            }
        }
        if let match = words.firstMatch(of: /x = ([a-z_0-9]+), y = ([a-z_0-9]+)/) {
            set("x", String(match.1))
            set("y", String(match.2))
        }
        if let match = words.firstMatch(of: /columns ([a-z_0-9]+), ([a-z_0-9]+)/) {
            columns["ratings"] = [ColumnExpression(String(match.1)), ColumnExpression(String(match.2))]
        }
        let versus = words.firstMatch(of: /([a-z_]+_score) \(1\) versus ([a-z_]+_score) \(2\)/)
        set("scores1", versus.map { String($0.1) } ?? "valvenet_score")
        set("scores2", versus.map { String($0.2) } ?? "echonext_score")
    }

    /// A score, a predicted risk or a measurement at the beginning: "age of all enrolled", "p_event_5d, deciles".
    private mutating func scores(_ words: String) {
        guard let match = words.firstMatch(of: /^(?:covariate )?([a-z_0-9]+)(?:,| of | as | against |;|$)/) else {
            return
        }
        for role in ["scores", "risk", "p", "values"] { set(role, String(match.1)) }
    }

    /// "covariate risk_score", "tier mid, tier high (reference low), age/10, male", "shd ~ age + (sex=M) + qrs_ms".
    private mutating func covariates(of method: String, _ words: String) {
        let formula = words.split(separator: ";").first.map(String.init) ?? words
        let terms: [Substring]
        if let tilde = formula.firstIndex(of: "~") {
            terms = formula[formula.index(after: tilde)...].split(separator: "+")
            set("y", formula[..<tilde].filter { $0 != " " })
        } else if method == "cox_ph" {
            terms = formula.split(separator: ",")
        } else {
            return
        }
        columns["X"] = terms.map { ColumnExpression(Self.term($0)) }
    }

    private static func term(_ words: Substring) -> String {
        let plain = words.replacing(#/\(reference [a-z]+\)|covariate |logit-free /#, with: "")
            .filter { !"()".contains($0) }.trimmed
        if let match = plain.wholeMatch(of: /tier ([a-z]+)/) { return "risk_tier=\(match.1)" }
        if plain == "male" { return "sex=M" }
        return plain
    }

    private static let survival: Set<String> = [
        "kaplan_meier", "logrank", "concordance", "time_dependent_auc", "survival_brier", "survival_calibration",
        "cox_ph", "cumulative_incidence",
    ]
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
