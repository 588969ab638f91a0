/// All methods, in the order of the handbook's chapters.
package enum Catalogue {
    package static let methods: [Method] = chapters.flatMap(\.self)

    private static let chapters: [[Method]] = [
        foundations, flow, proportions, groups, accuracy, discrimination, calibration, pairedModels, agreement,
        regression,
        survival, survivalModels, planning, missingOutcomes,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })

    /// The method of a name.
    package static func method(named name: String) -> Method? { byName[name] }
}
