/// Measurements and statements of a Philips document.
enum PhilipsFindings {
    private static let maximumStatements = 1000
    /// What the file has for a value that the device could not measure.
    private static let unmeasured: Set<String> = ["failed", "indeterminate", "invalid", "none", "unknown"]

    /// The interpretation's measurements, which a reader may have corrected; what it lacks, of the device's own.
    static func measurements(_ document: MarkupElement, remarks: inout [String]) -> Measurements {
        let interpretation = document.first("interpretations", "interpretation")
        let groups = [
            interpretation?.first("globalmeasurements"), interpretation?.first("interpretationmeasurements"),
            document.first("internalmeasurements", "crossleadmeasurements"),
            document.first("measurements", "globalmeasurements"),
        ].compactMap(\.self)
        let value = { (names: [String], remarks: inout [String]) in first(of: names, in: groups, &remarks) }
        return Measurements(
            ventricularRate: value(["heartrate", "meanventrate"], &remarks)?.value,
            atrialRate: value(["atrialrate"], &remarks)?.value,
            prInterval: value(["print", "meanprint"], &remarks)?.value,
            qrsDuration: value(["qrsdur", "meanqrsdur"], &remarks)?.value,
            qtInterval: value(["qtint", "meanqtint"], &remarks)?.value,
            qtcInterval: correctedInterval(groups, &remarks)
        )
    }

    /// The statements with their reasons, then the severity, in the file's wording.
    static func statements(_ document: MarkupElement, remarks: inout [String]) throws(RecordingError) -> [String] {
        let interpretations = document.all("interpretations", "interpretation")
        guard let first = interpretations.first else { return [] }
        if interpretations.count > 1 { remarks.append("The file holds several interpretations; the first is used.") }
        let lines = first.all("statement").compactMap { statement in
            let sides = ["leftstatement", "rightstatement"].compactMap { statement.first($0)?.string }
            return sides.isEmpty ? nil : sides.joined(separator: ": ")
        }
        guard lines.count <= maximumStatements else {
            throw .limitExceeded(what: "the number of statements", limit: maximumStatements, place: first.place)
        }
        return lines + [first.first("severity")?.string].compactMap(\.self)
    }

    /// The first value that is not zero; in milliseconds or beats a minute, as the schema has it.
    private static func first(
        of names: [String],
        in groups: [MarkupElement],
        _ remarks: inout [String]
    ) -> (name: String, value: Double)? {
        var isUnusable = false
        for group in groups {
            for name in names {
                guard let text = group.first(name)?.entry,
                    !unmeasured.contains(text.lowercased())
                else { continue }
                guard let value = Double(text), (0...10_000).contains(value) else {
                    isUnusable = true
                    continue
                }
                if value > 0 { return (name, value) }
            }
        }
        if isUnusable { remarks.append("\(names[0]) is no usable number and counts as missing.") }
        return nil
    }

    /// Of several formulas the one that the oldest version leaves unnamed, else Bazett's, else Fridericia's.
    private static func correctedInterval(_ groups: [MarkupElement], _ remarks: inout [String]) -> Double? {
        let formulas = [("meanqtc", "no named formula"), ("qtcb", "Bazett"), ("qtcf", "Fridericia")]
        for (name, formula) in formulas {
            guard let found = first(of: [name], in: groups, &remarks) else { continue }
            remarks.append("The corrected QT interval is \(name) (\(formula)).")
            return found.value
        }
        return nil
    }
}
