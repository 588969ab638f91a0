import Biostatistics
import Yams

extension ProtocolReader {
    /// An echocardiogram with its reading plan, or follow-up: one of the two.
    mutating func ending(in root: Section) -> TrialProtocol.Ending? {
        guard root.entries["followUp"] == nil else { return followUpEnding(in: root) }
        let definition = outcomeDefinition(in: root)
        let reading = choice("readingPlan", in: root, of: TrialProtocol.ReadingPlan.self)
        guard let definition, let reading else { return nil }
        return .echo(definition, reading)
    }

    private mutating func followUpEnding(in root: Section) -> TrialProtocol.Ending? {
        for key in ["outcomeDefinition", "readingPlan"] where root.entries[key] != nil {
            fail(
                key,
                in: root,
                "belongs to a trial that ends in an echocardiogram, this one ends in followUp: delete one"
            )
        }
        return followUp(in: root).map { .followUp($0) }
    }

    private mutating func outcomeDefinition(in root: Section) -> OutcomeDefinition? {
        let keys = ["missingFieldRule", "components", "composites"]
        guard let section = section("outcomeDefinition", in: root, keys: keys) else { return nil }
        let rule = choice("missingFieldRule", in: section, of: OutcomeDefinition.MissingFieldRule.self)
        let thresholds = thresholds(in: section)
        let composites = composites(in: section, components: thresholds.map { Set($0.keys) })
        guard let rule, let thresholds, let composites else { return nil }
        return OutcomeDefinition(missingFieldRule: rule, thresholds: thresholds, composites: composites)
    }

    private mutating func thresholds(in section: Section) -> [Outcome: OutcomeDefinition.Threshold]? {
        guard let items = list("components", in: section, count: 1...Outcome.components.count) else { return nil }
        var thresholds: [Outcome: OutcomeDefinition.Threshold] = [:]
        for item in items {
            guard let (component, threshold) = component(item) else { continue }
            if thresholds.updateValue(threshold, forKey: component) != nil {
                fail(item.node, item.path, "`\(component.rawValue)` is declared twice")
            }
        }
        return thresholds
    }

    /// One component.
    ///
    /// Its name states its threshold, so a protocol that states another one contradicts itself.
    private mutating func component(_ item: Item) -> (Outcome, OutcomeDefinition.Threshold)? {
        guard let section = section(item, keys: ["outcome", "atLeast", "atMost"]) else { return nil }
        guard let outcome = choice("outcome", in: section, of: Outcome.self) else { return nil }
        guard let expected = OutcomeDefinition.published[outcome] else {
            fail("outcome", in: section, "is a composite: declare it under composites")
            return nil
        }
        let (key, value) = expected.written
        let stated = section.entries[key]?.scalar?.string
        guard section.entries.count == 2, let stated, stated == value || Double(stated) == Double(value) ?? .nan else {
            fail(key, in: section, "the name `\(outcome.rawValue)` says \(key): \(value), and nothing else")
            return nil
        }
        return (outcome, expected)
    }

    private mutating func composites(in parent: Section, components: Set<Outcome>?) -> [Outcome: [Outcome]]? {
        guard let section = section("composites", in: parent, keys: ["shd", "vhd"]) else { return nil }
        var composites: [Outcome: [Outcome]] = [:]
        for composite in [Outcome.shd, .vhd] where section.entries[composite.rawValue] != nil {
            guard let parts: Set<Outcome> = choices(composite.rawValue, in: section) else { continue }
            if let components, !parts.isSubset(of: components) {
                fail(composite.rawValue, in: section, "must name declared components only")
            }
            composites[composite] = Outcome.components.filter(parts.contains)
        }
        return composites
    }

    /// The intervals a protocol can choose, by the word that chooses them.
    private enum Interval: String, CaseIterable {
        case wilson
        case clopperPearson = "clopper-pearson"

        var method: IntervalMethod { self == .wilson ? .wilson : .clopperPearson }
    }

    mutating func analysisPlan(in root: Section, ending: TrialProtocol.Ending?) -> TrialProtocol.AnalysisPlan? {
        let endsInFollowUp = root.entries["followUp"] != nil
        let keys = ["level", "interval", "minimumCell"] + (endsInFollowUp ? [] : ["primaryOutcome"])
        guard let section = section("analysisPlan", in: root, keys: keys) else { return nil }
        let level = number("level", in: section, 0.5...0.999)
        let interval = choice("interval", in: section, of: Interval.self)
        let primary = endsInFollowUp ? nil : choice("primaryOutcome", in: section, of: Outcome.self)
        let minimum = integer("minimumCell", in: section, 1...1_000)
        if let primary, case .echo(let definition, _) = ending, !definition.defines(primary) {
            fail("primaryOutcome", in: section, "is not defined under outcomeDefinition")
        }
        guard let level, let interval, let minimum, endsInFollowUp || primary != nil else { return nil }
        return .init(level: level, interval: interval.method, primaryOutcome: primary, minimumCell: minimum)
    }
}

extension OutcomeDefinition {
    fileprivate func defines(_ outcome: Outcome) -> Bool { thresholds[outcome] != nil || composites[outcome] != nil }
}

extension OutcomeDefinition.Threshold {
    /// Key and value as a protocol writes them.
    fileprivate var written: (key: String, value: String) {
        switch self {
        case .atMost(let limit): ("atMost", String(limit))
        case .atLeast(let limit): ("atLeast", String(limit))
        case .grade(let grade): ("atLeast", grade.rawValue)
        case .effusion(let size): ("atLeast", size.rawValue)
        }
    }
}
