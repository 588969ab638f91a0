import Yams

extension ProtocolReader {
    mutating func followUp(in root: Section) -> FollowUpDefinition? {
        let keys = ["event", "title", "kinds", "horizons", "censoring"]
        guard let section = section("followUp", in: root, keys: keys) else { return nil }
        let event = slug("event", in: section)
        let title = text("title", in: section)
        let kinds = words("kinds", in: section)
        let censoring = words("censoring", in: section)
        let horizons = horizons(in: section)
        for word in Set(kinds ?? []).intersection(censoring ?? []).sorted() {
            fail("censoring", in: section, "`\(word)` is an event already")
        }
        guard let event, let title, let kinds, let censoring, let horizons else { return nil }
        return .init(event: event, title: title, kinds: kinds, horizons: horizons, censoring: censoring)
    }

    /// Different ids, in the order of the text.
    private mutating func words(_ key: String, in section: Section) -> [String]? {
        guard let items = list(key, in: section, count: 1...20) else { return nil }
        let words = items.map { slug($0) }
        refuseRepeats(zip(words, items).compactMap { word, item in word.map { ($0, item) } })
        let read = words.compactMap { $0 }
        return read.count == items.count ? read : nil
    }

    private mutating func horizons(in section: Section) -> [FollowUpDefinition.Horizon]? {
        guard let items = list("horizons", in: section, count: 1...10) else { return nil }
        let read = items.map { horizon($0) }
        let horizons = read.compactMap { $0 }
        guard horizons.count == items.count else { return nil }
        for (index, pair) in zip(horizons, horizons.dropFirst()).enumerated() where pair.0.days >= pair.1.days {
            fail(items[index + 1].node, items[index + 1].path, "must lie after the horizon before it")
            return nil
        }
        return horizons
    }

    private mutating func horizon(_ item: Item) -> FollowUpDefinition.Horizon? {
        guard let section = section(item, keys: ["days", "output"]) else { return nil }
        let days = integer("days", in: section, 1...20_000)
        let output = text("output", in: section)
        guard let days, let output else { return nil }
        return .init(days: days, output: output)
    }

    /// The enrolling score must be the risk at one of the horizons: tiers and follow-up are about the same event.
    mutating func checkHorizons(_ ending: TrialProtocol.Ending?, enrolling set: CutPointSet?, in root: Section) {
        guard case .followUp(let definition) = ending, let set else { return }
        guard !definition.horizons.contains(where: { $0.output == set.output }) else { return }
        fail("followUp", in: root, "no horizon has the output `\(set.output)`, which makes the tiers")
    }

    /// What the index test reads at admission.
    mutating func inputs(in section: Section) -> [InputField]? {
        guard let items = list("inputs", in: section, count: 1...100) else { return nil }
        let fields = items.map { input($0) }
        refuseRepeats(zip(fields, items).compactMap { field, item in field.map { ($0.name, item) } })
        let read = fields.compactMap { $0 }
        return read.count == items.count ? read : nil
    }

    private mutating func input(_ item: Item) -> InputField? {
        let keys = ["name", "title", "unit", "whole", "possible", "plausible", "means"]
        guard let section = section(item, keys: keys) else { return nil }
        let name = inputName(in: section)
        let title = text("title", in: section)
        let unit = section.entries["unit"] == nil ? nil : text("unit", in: section)
        let whole = section.entries["whole"] == nil ? false : flag("whole", in: section)
        let possible = range("possible", in: section)
        let plausible = section.entries["plausible"] == nil ? nil : range("plausible", in: section)
        if let possible, let plausible,
            !possible.contains(plausible.lowerBound) || !possible.contains(plausible.upperBound)
        {
            fail("plausible", in: section, "must lie within possible")
        }
        let means = section.entries["means"] == nil ? nil : choice("means", in: section, of: InputField.Meaning.self)
        guard let name, let title, let whole, let possible else { return nil }
        return InputField(
            name: name,
            title: title,
            unit: unit,
            isWhole: whole,
            possible: possible,
            plausible: plausible,
            means: means
        )
    }

    /// A name of a model's input is a column of files: no blanks, commas or quotes.
    private mutating func inputName(in section: Section) -> String? {
        guard let name = text("name", in: section) else { return nil }
        let allowed = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == 0x5F || byte == 0x2E
        }
        guard allowed, name.utf8.count <= 64 else {
            fail("name", in: section, "must be 1–64 letters, digits, underscores and points")
            return nil
        }
        return name
    }

    private mutating func range(_ key: String, in section: Section) -> ClosedRange<Double>? {
        guard let items = list(key, in: section, count: 2...2) else { return nil }
        let ends = items.compactMap { number($0, -1e9...1e9) }
        guard ends.count == 2 else { return nil }
        guard ends[0] < ends[1] else {
            fail(items[1].node, items[1].path, "must be above the lower end")
            return nil
        }
        return ends[0]...ends[1]
    }
}
