/// What device and readers noted about a rhythm series: measurements of the whole ECG and statements.
struct AnnotatedECGAnnotations {
    /// Code and value of every annotation that is about the whole ECG; a person's before a device's.
    private var values: [(code: String, value: MarkupElement?)] = []
    private(set) var statements: [String] = []

    private static let maximumStatements = 1000
    private static let interpretation = "MDC_ECG_INTERPRETATION"
    private static let corrected = "MDC_ECG_TIME_PD_QTc"

    /// Collects the annotations of a series and of the series derived from it, such as representative beats.
    init(of series: MarkupElement) throws(RecordingError) {
        let sets =
            series.all("subjectOf", "annotationSet")
            + series.all("derivation", "derivedSeries", "subjectOf", "annotationSet")
        let byPerson = { (set: MarkupElement) in
            set.first("author", "assignedEntity", "assignedAuthorType", "assignedPerson") != nil
        }
        for set in sets.filter(byPerson) + sets.filter({ !byPerson($0) }) {
            let first = values.count
            for annotation in set.all("component", "annotation") { collect(annotation) }
            guard statements.isEmpty else { continue }
            statements = values[first...].compactMap { Self.statement($0.code, $0.value) }
            guard statements.count <= Self.maximumStatements else {
                throw .limitExceeded(what: "the number of statements", limit: Self.maximumStatements, place: set.place)
            }
        }
    }

    /// Measurements of the whole ECG, zero being none; of several corrected QT intervals the one without a formula.
    func measurements(remarks: inout [String]) -> Measurements {
        Measurements(
            ventricularRate: value("MDC_ECG_HEART_RATE", \.beatsPerMinute, &remarks),
            prInterval: value("MDC_ECG_TIME_PD_PR", \.milliseconds, &remarks),
            qrsDuration: value("MDC_ECG_TIME_PD_QRS", \.milliseconds, &remarks),
            qtInterval: value("MDC_ECG_TIME_PD_QT", \.milliseconds, &remarks),
            qtcInterval: correctedInterval(&remarks)
        )
    }

    /// What concerns single beats or one lead is no measurement of the whole ECG.
    private mutating func collect(_ annotation: MarkupElement) {
        let code = annotation.first("code")?["code"] ?? ""
        let boundaries = annotation.all("support", "supportingROI", "component", "boundary", "code")
        let leads = boundaries.count { $0["code"]?.contains("_ECG_LEAD_") == true }
        guard code != "MDC_ECG_BEAT", leads != 1 else { return }
        values.append((code, annotation.first("value")))
        for part in annotation.all("component", "annotation") { collect(part) }
    }

    private static func statement(_ code: String, _ value: MarkupElement?) -> String? {
        guard code.hasPrefix(interpretation), let value else { return nil }
        return value.string ?? value["displayName"] ?? value["code"] ?? value["value"]
    }

    /// The first value of a code that is not zero; a unit that is missing or unknown leaves it out.
    private func value(
        _ code: String,
        _ converted: KeyPath<PhysicalQuantity, Double?>,
        _ remarks: inout [String]
    ) -> Double? {
        var isUnusable = false
        // The suffix marks a value over all leads.
        for (_, value) in values.filter({ $0.code == code || $0.code == code + "_GL" }) {
            guard value?["value"] != nil else { continue }
            guard let amount = PhysicalQuantity(value)?[keyPath: converted], (0...10_000).contains(amount) else {
                isUnusable = true
                continue
            }
            if amount > 0 { return amount }
        }
        if isUnusable { remarks.append("\(code) is no usable number with a known unit and counts as missing.") }
        return nil
    }

    private func correctedInterval(_ remarks: inout [String]) -> Double? {
        let formulas = [("", "no named formula"), ("B", "Bazett"), ("F", "Fridericia")]
        let found = formulas.compactMap { suffix, formula in
            value(Self.corrected + suffix, \.milliseconds, &remarks)
                .map { (suffix: suffix, formula: formula, value: $0) }
        }
        guard let first = found.first else { return nil }
        if found.count > 1 || !first.suffix.isEmpty {
            remarks.append("The corrected QT interval is \(Self.corrected)\(first.suffix) (\(first.formula)).")
        }
        return first.value
    }
}
