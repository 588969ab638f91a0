import Biostatistics

/// Who is in which tier, and how the table is to be made.
struct BaselineDesign {
    let names: [String]
    /// The tier of each patient; nil without one.
    let members: [Int?]
    let reference: Int?
    let type: ContinuousSummary.QuantileType
    let wantsTests: Bool

    init(_ input: MethodInput) throws {
        let groups = try input.optionalTexts("group")
        names = try input.tierNames(of: groups, declared: "groups", role: "group")
        guard !names.contains("overall") else {
            throw input.error("group", "names a tier overall, which is what all are called: rename it")
        }
        let places = Dictionary(uniqueKeysWithValues: zip(names, 0...))
        members = groups.map { $0.flatMap { places[$0] } }
        reference = try input.has("reference") ? places[input.text("reference", oneOf: names)] : nil
        type = try input.quantileType()
        wantsTests = try input.truth("tests", default: false)
    }

    /// How many patients are in each tier.
    var sizes: [Int] { names.indices.map { place in members.count { $0 == place } } }

    /// The values of each tier.
    func split<Value>(_ values: [Value?]) -> [[Value?]] {
        var all: [[Value?]] = Array(repeating: [], count: names.count)
        for (member, value) in zip(members, values) {
            if let member { all[member].append(value) }
        }
        return all
    }
}
