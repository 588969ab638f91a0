import Yams

extension ProtocolReader {
    /// The enrolling model and the others.
    struct Models {
        let index: TrialProtocol.IndexTest
        let others: [TrialProtocol.ModelRequirement]

        var ids: [String] { [index.model] + others.map(\.model) }
    }

    mutating func tiers(in root: Section) -> [Tier]? {
        guard let items = list("tiers", in: root, count: 2...10) else { return nil }
        let read = items.map { tier($0) }
        refuseRepeats(zip(read, items).compactMap { tier, item in tier.map { ($0.id.rawValue, item) } })
        let tiers = read.compactMap { $0 }
        if !tiers.isEmpty, !tiers.contains(where: \.recruited) { fail("tiers", in: root, "none is recruited") }
        return tiers.count == items.count ? tiers : nil
    }

    private mutating func tier(_ item: Item) -> Tier? {
        guard let section = section(item, keys: ["id", "label", "recruited"]) else { return nil }
        let id = slug("id", in: section)
        let label = text("label", in: section)
        let recruited = section.entries["recruited"] == nil ? true : flag("recruited", in: section)
        guard let id, let label, let recruited else { return nil }
        return Tier(id: TierID(declared: id), label: label, recruited: recruited)
    }

    mutating func models(in root: Section) -> Models? {
        let keys = ["model", "weightsSHA256", "cutPointSet", "inputs"]
        let index = section("indexTest", in: root, keys: keys).flatMap { section -> TrialProtocol.IndexTest? in
            let requirement = requirement(in: section)
            let set = slug("cutPointSet", in: section)
            let inputs = section.entries["inputs"] == nil ? [] : inputs(in: section)
            guard let requirement, let set, let inputs else { return nil }
            return .init(requirement: requirement, cutPointSet: set, inputs: inputs)
        }
        let items = root.entries["otherModels"] == nil ? [] : list("otherModels", in: root, count: 0...20) ?? []
        let others = items.map { item in
            section(item, keys: ["model", "weightsSHA256"]).flatMap { requirement(in: $0) }
        }
        guard let index else { return nil }
        let named = zip(others, items).compactMap { other, item in other.map { ($0.model, item) } }
        refuseRepeats(named)
        for (model, item) in named where model == index.model {
            fail(item.node, item.path, "`\(model)` is already the index test")
        }
        return Models(index: index, others: others.compactMap { $0 })
    }

    private mutating func requirement(in section: Section) -> TrialProtocol.ModelRequirement? {
        let model = slug("model", in: section)
        guard section.entries["weightsSHA256"] != nil else {
            return model.map { .init(model: $0, weightsSHA256: nil) }
        }
        guard let hash = text("weightsSHA256", in: section) else { return nil }
        let digits = "0123456789abcdef"
        guard hash.count == 64, hash.allSatisfy(digits.contains) else {
            fail("weightsSHA256", in: section, "must be 64 small hexadecimal digits")
            return nil
        }
        return model.map { .init(model: $0, weightsSHA256: hash) }
    }

    mutating func cutPointSets(in root: Section, scale: [Tier]?, models: [String]?) -> [CutPointSet]? {
        guard let items = list("cutPointSets", in: root, count: 1...50) else { return nil }
        let sets = items.map { cutPointSet($0, scale: scale, models: models) }
        refuseRepeats(zip(sets, items).compactMap { set, item in set.map { ($0.id, item) } })
        let read = sets.compactMap { $0 }
        return read.count == items.count ? read : nil
    }

    private mutating func cutPointSet(_ item: Item, scale: [Tier]?, models: [String]?) -> CutPointSet? {
        let keys = ["id", "status", "model", "output", "tiers", "cutPoints", "boundary"]
        guard let section = section(item, keys: keys) else { return nil }
        let id = slug("id", in: section)
        let status = choice("status", in: section, of: CutPointSet.Status.self)
        let model = slug("model", in: section)
        if let model, let models, !models.contains(model) {
            fail("model", in: section, "`\(model)` is neither the index test nor among otherModels")
        }
        let output = text("output", in: section)
        let cuts = cutPoints(in: section)
        let boundary =
            section.entries["boundary"] == nil
            ? .above : choice("boundary", in: section, of: CutPointSet.Boundary.self)
        guard let scale, let tiers = setTiers(in: section, scale: scale) else { return nil }
        guard let id, let status, let model, let output, let cuts, let boundary else { return nil }
        guard tiers.count == cuts.count + 1 else {
            fail("cutPoints", in: section, "\(tiers.count) tiers need \(tiers.count - 1) cut points, not \(cuts.count)")
            return nil
        }
        return CutPointSet(
            id: id,
            status: status,
            model: model,
            output: output,
            tiers: tiers,
            cutPoints: cuts,
            boundary: boundary
        )
    }

    private mutating func cutPoints(in section: Section) -> [Double]? {
        guard let items = list("cutPoints", in: section, count: 1...9) else { return nil }
        let cuts = items.compactMap { number($0, 0...1) }
        guard cuts.count == items.count else { return nil }
        for (index, pair) in zip(cuts, cuts.dropFirst()).enumerated() where pair.0 >= pair.1 {
            fail(items[index + 1].node, items[index + 1].path, "must be above the cut point before it")
            return nil
        }
        return cuts
    }

    /// The tiers of one set: declared ones, in the order of the scale; all of them where the set names none.
    private mutating func setTiers(in section: Section, scale: [Tier]) -> [Tier]? {
        guard section.entries["tiers"] != nil else { return scale }
        guard let items = list("tiers", in: section, count: 2...10) else { return nil }
        var indices: [Int] = []
        for item in items {
            guard let id = slug(item) else { return nil }
            guard let index = scale.firstIndex(where: { $0.id.rawValue == id }) else {
                fail(item.node, item.path, "no such tier" + suggestion(item, among: scale.map(\.id.rawValue)))
                return nil
            }
            guard index > indices.last ?? -1 else {
                fail(item.node, item.path, "tiers must stand in the order of the scale, each once")
                return nil
            }
            indices.append(index)
        }
        return indices.map { scale[$0] }
    }

    /// The enrolling set must exist, cut the enrolling model, and lead to every recruited tier.
    mutating func checkEnrolling(
        _ index: TrialProtocol.IndexTest?,
        sets: [CutPointSet]?,
        scale: [Tier]?,
        in root: Section
    ) {
        guard let index, let sets, let scale, let node = root.entries["indexTest"]?["cutPointSet"] else { return }
        let path = "indexTest.cutPointSet"
        guard let set = sets.first(where: { $0.id == index.cutPointSet }) else {
            let item = Item(node: node, path: path)
            return fail(node, path, "no such cut-point set" + suggestion(item, among: sets.map(\.id)))
        }
        if set.model != index.model { fail(node, path, "cuts the model `\(set.model)`, not the index test") }
        for tier in scale where tier.recruited && !set.tiers.contains(tier) {
            fail(node, path, "does not lead to the recruited tier `\(tier.id)`")
        }
    }
}
