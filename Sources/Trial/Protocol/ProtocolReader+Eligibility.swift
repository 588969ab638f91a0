import Yams

extension ProtocolReader {
    mutating func eligibility(in root: Section) -> Eligibility? {
        guard let section = section("eligibility", in: root, keys: ["criteria", "checklist"]) else { return nil }
        let criteria = list("criteria", in: section) ?? []
        let read = criteria.map { criterion($0) }
        refuseRepeats(zip(read, criteria).compactMap { read, item in read.map { ($0.id, item) } })
        let questions = section.entries["checklist"] == nil ? [] : list("checklist", in: section, count: 0...50) ?? []
        let checklist = questions.map { question($0) }
        refuseRepeats(zip(checklist, questions).compactMap { read, item in read.map { ($0.id, item) } })
        return Eligibility(criteria: read.compactMap { $0 }, checklist: checklist.compactMap { $0 })
    }

    private mutating func question(_ item: Item) -> Eligibility.Question? {
        guard let section = section(item, keys: ["id", "text"]) else { return nil }
        let id = slug("id", in: section)
        let text = text("text", in: section)
        guard let id, let text else { return nil }
        return .init(id: id, text: text)
    }

    private static let ruleKeys = [
        "age", "sex", "careSetting", "priorEchoWithin", "knownDisease", "lifeExpectancy",
    ]

    private mutating func criterion(_ item: Item) -> Eligibility.Criterion? {
        let keys = ["id", "reason", "title", "whenUnknown"] + Self.ruleKeys
        guard let section = section(item, keys: keys) else { return nil }
        let id = slug("id", in: section)
        let reason = slug("reason", in: section)
        let title = text("title", in: section)
        let whenUnknown = choice("whenUnknown", in: section, of: Eligibility.WhenUnknown.self)
        let rule = rule(in: section)
        guard let id, let reason, let title, let whenUnknown, let rule else { return nil }
        return .init(id: id, reason: reason, title: title, rule: rule, whenUnknown: whenUnknown)
    }

    private mutating func rule(in section: Section) -> Eligibility.Rule? {
        let present = Self.ruleKeys.filter { section.entries[$0] != nil }
        guard let key = present.first, present.count == 1 else {
            fail(section.node, section.path, "needs exactly one rule of: \(Self.ruleKeys.joined(separator: ", "))")
            return nil
        }
        switch key {
        case "age": return ageRule(in: section)
        case "sex": return choices("sex", in: section).map { .sex($0) }
        case "careSetting": return choices("careSetting", in: section).map { .careSetting($0) }
        case "priorEchoWithin": return echoRule(in: section)
        case "knownDisease": return diseaseRule(in: section)
        default: return lifeExpectancyRule(in: section)
        }
    }

    private mutating func ageRule(in parent: Section) -> Eligibility.Rule? {
        guard let section = section("age", in: parent, keys: ["atLeast", "atMost"]) else { return nil }
        let atLeast = section.entries["atLeast"] == nil ? nil : integer("atLeast", in: section, 0...130)
        let atMost = section.entries["atMost"] == nil ? nil : integer("atMost", in: section, 0...130)
        guard !section.entries.isEmpty, atLeast ?? 0 <= atMost ?? 130 else {
            fail(section.node, section.path, "needs atLeast, atMost or both, atLeast not above atMost")
            return nil
        }
        return .age(atLeast: atLeast, atMost: atMost)
    }

    private mutating func echoRule(in parent: Section) -> Eligibility.Rule? {
        guard let section = section("priorEchoWithin", in: parent, keys: ["years", "days"]) else { return nil }
        guard section.entries.count == 1 else {
            fail(section.node, section.path, "needs either years or days")
            return nil
        }
        if section.entries["years"] != nil {
            return integer("years", in: section, 1...50).map { .noEcho(within: .years($0)) }
        }
        return integer("days", in: section, 1...20_000).map { .noEcho(within: .days($0)) }
    }

    private mutating func diseaseRule(in section: Section) -> Eligibility.Rule? {
        guard let items = list("knownDisease", in: section) else { return nil }
        return .noKnownDisease(Set(items.compactMap { slug($0) }))
    }

    private mutating func lifeExpectancyRule(in section: Section) -> Eligibility.Rule? {
        guard section.entries["lifeExpectancy"]?.scalar?.string == "at-least-one-year" else {
            fail("lifeExpectancy", in: section, "must be at-least-one-year")
            return nil
        }
        return .lifeExpectancyOfOneYear
    }
}
