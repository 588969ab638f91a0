import Yams

extension ProtocolReader {
    mutating func indexRecording(in root: Section) -> TrialProtocol.IndexRecording? {
        guard let section = section("indexRecording", in: root, keys: ["rule", "withinDays"]) else { return nil }
        let rule = choice("rule", in: section, of: TrialProtocol.IndexRecording.Rule.self)
        let days = integer("withinDays", in: section, 1...20_000)
        guard let rule, let days else { return nil }
        return .init(rule: rule, withinDays: days)
    }

    mutating func sampling(in root: Section, scale: [Tier]?) -> TrialProtocol.Sampling? {
        guard let section = section("sampling", in: root, keys: ["rule", "tiers", "drawnPerPlace"]) else { return nil }
        let rule =
            section.entries["rule"] == nil
            ? .quota : choice("rule", in: section, of: TrialProtocol.Sampling.Rule.self)
        guard rule != .everyone else { return everyone(in: section) }
        let drawn = section.entries["drawnPerPlace"] == nil ? 1 : number("drawnPerPlace", in: section, 1...20)
        guard let pairs = pairs("tiers", in: section) else { return nil }
        var quotas: [TierID: Int] = [:]
        var fractions: [TierID: Double] = [:]
        for (key, item) in pairs {
            guard let tier = self.section(item, keys: ["quota", "plannedFraction"]) else { continue }
            if let scale { checkRecruited(key, item, scale: scale) }
            quotas[TierID(declared: key)] = integer("quota", in: tier, 1...100_000)
            guard tier.entries["plannedFraction"] != nil else { continue }
            fractions[TierID(declared: key)] = number("plannedFraction", in: tier, 0...1)
        }
        for tier in scale ?? [] where tier.recruited && !pairs.contains(where: { $0.key == tier.id.rawValue }) {
            fail("tiers", in: section, "the recruited tier `\(tier.id)` has no quota")
        }
        guard let drawn, let rule else { return nil }
        return .init(rule: rule, quotas: quotas, plannedFractions: fractions, drawnPerPlace: drawn)
    }

    private mutating func everyone(in section: Section) -> TrialProtocol.Sampling {
        for key in ["tiers", "drawnPerPlace"] where section.entries[key] != nil {
            fail(key, in: section, "where everyone is enrolled there are no places to count: delete it")
        }
        return .init(rule: .everyone, quotas: [:], plannedFractions: [:], drawnPerPlace: 1)
    }

    private mutating func checkRecruited(_ id: String, _ item: Item, scale: [Tier]) {
        guard let tier = scale.first(where: { $0.id.rawValue == id }) else {
            let nearest = Spelling.nearest(to: id, among: scale.map(\.id.rawValue))
            return fail(item.node, item.path, "no such tier" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
        }
        if !tier.recruited { fail(item.node, item.path, "the tier is not recruited and takes no quota") }
    }

    mutating func blinding(in root: Section) -> TrialProtocol.Blinding? {
        guard let section = section("blinding", in: root, keys: ["unblindedRoles"]) else { return nil }
        guard let items = list("unblindedRoles", in: section, count: 0...9) else { return nil }
        var roles: Set<Role> = []
        for item in items {
            guard let role = choice(item, of: Role.self) else { continue }
            if !role.mayBeUnblinded { fail(item.node, item.path, "this role must never see score or tier") }
            if !roles.insert(role).inserted { fail(item.node, item.path, "is listed twice") }
        }
        return .init(unblindedRoles: roles)
    }

    /// Their names say from what to what they are counted.
    mutating func windows(in root: Section, entry: TrialProtocol.Entry) -> Windows? {
        let entered = entry == .ecg ? "ecg" : "admission"
        let ended = root.entries["followUp"] == nil ? "Echo" : "FollowUp"
        let keys = ["\(entered)ToConsentDays", "\(entered)To\(ended)Days"]
        guard let section = section("windows", in: root, keys: keys) else { return nil }
        let consent = limits(keys[0], in: section)
        let outcome = limits(keys[1], in: section)
        guard let consent, let outcome else { return nil }
        return Windows(toConsent: consent, toOutcome: outcome)
    }

    private mutating func limits(_ key: String, in parent: Section) -> Windows.Limits? {
        guard let section = section(key, in: parent, keys: ["onTime", "latest"]) else { return nil }
        let onTime = integer("onTime", in: section, 0...20_000)
        let latest = integer("latest", in: section, 0...20_000)
        guard let onTime, let latest else { return nil }
        if latest < onTime { fail("latest", in: section, "must not be below onTime") }
        return .init(onTime: onTime, latest: latest)
    }
}
