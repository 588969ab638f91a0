/// Reads what people typed about an echocardiogram: hard limits refuse, plausibility ranges ask.
package enum EchoValidation {
    /// Why a value is not taken.
    ///
    /// The value itself is not repeated: it could be anything, a name included.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// The field as it was named, cut at 64 characters.
        package let field: String
        /// The rule and the remedy.
        package let message: String

        package var description: String { "\(field): \(message)" }
    }

    /// All faults of one study, in the order of the fields given; never empty.
    package struct Faults: Error, Sendable, Hashable, CustomStringConvertible {
        package let faults: [Fault]

        package var description: String { faults.map(\.description).joined(separator: "\n") }
    }

    /// A value that is possible but unusual: the data manager asks the site.
    package struct Query: Sendable, Hashable {
        package let field: EchoStudy.Field
        package let text: String
    }

    /// What a numeric field may hold.
    package struct Limits: Sendable, Hashable {
        package let unit: String
        /// Outside it a value is refused.
        package let possible: ClosedRange<Double>
        /// Outside it a query is raised.
        package let plausible: ClosedRange<Double>
    }

    /// Limits of the numeric fields; nil for graded ones.
    package static func limits(of field: EchoStudy.Field) -> Limits? {
        switch field {
        case .lvef: Limits(unit: "%", possible: 0...100, plausible: 10...80)
        case .septum, .posteriorWall: Limits(unit: "mm", possible: 1...60, plausible: 5...25)
        case .pasp: Limits(unit: "mmHg", possible: 1...200, plausible: 10...120)
        case .trVelocity: Limits(unit: "m/s", possible: 0...10, plausible: 0.5...5.5)
        case .aorticStenosis, .aorticRegurgitation, .mitralRegurgitation, .mitralStenosis, .tricuspidRegurgitation,
            .pulmonaryRegurgitation, .rvSystolicDysfunction, .pericardialEffusion:
            nil
        }
    }

    /// Field name of the image quality, which is not a measurement.
    package static let imageQualityName = "image_quality"

    /// Reads a study from field names and texts as a file or a command line gives them.
    ///
    /// An empty text is "not recorded", `na` "looked at and not assessable". Case and blanks at the ends do not matter.
    /// - Throws: ``Faults`` with everything that is wrong.
    package static func study(from pairs: [(field: String, text: String)]) throws(Faults) -> EchoStudy {
        var study = EchoStudy()
        var faults: [Fault] = []
        var seen: Set<String> = []
        for (field, text) in pairs.prefix(100) {
            let name = field.lowercased().split(separator: " ").joined()
            let value = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: "-")
            let message = seen.insert(name).inserted ? study.take(name, value) : "is given twice: keep one"
            if let message { faults.append(Fault(field: String(field.prefix(64)), message: message)) }
        }
        if pairs.count > 100 { faults.append(Fault(field: "study", message: "has more than 100 fields")) }
        guard faults.isEmpty else { throw Faults(faults: faults) }
        return study
    }

    /// What to ask about a study that has been taken, in the order of the fields.
    package static func queries(about study: EchoStudy) -> [Query] {
        EchoStudy.Field.allCases.compactMap { field in
            guard let limits = limits(of: field), let value = study.number(field) else { return nil }
            guard !limits.plausible.contains(value) else { return nil }
            let range = "\(limits.plausible.lowerBound.brief) to \(limits.plausible.upperBound.brief) \(limits.unit)"
            let text = "\(value.brief) \(limits.unit) lies outside the usual \(range). Confirm or correct the value."
            return Query(field: field, text: text)
        }
    }

    /// Refuses numbers beyond the hard limits in a study that was not read from text.
    package static func check(_ study: EchoStudy) throws(Faults) {
        let faults = EchoStudy.Field.allCases.compactMap { field -> Fault? in
            guard let limits = limits(of: field), let value = study.number(field) else { return nil }
            guard !limits.possible.contains(value) else { return nil }
            return Fault(field: field.rawValue, message: limits.rule)
        }
        guard faults.isEmpty else { throw Faults(faults: faults) }
    }
}

extension EchoValidation.Limits {
    var rule: String {
        "must be a number from \(possible.lowerBound.brief) to \(possible.upperBound.brief) \(unit), or na"
    }
}
