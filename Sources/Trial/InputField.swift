/// One value that a model reads at admission: what it may be, and what is unusual.
package struct InputField: Sendable, Hashable {
    /// What else the trial reads off an input.
    package enum Meaning: String, Sendable, Codable, CaseIterable {
        /// Years, for eligibility and the data cut.
        case age
    }

    /// As the model's card names it.
    package let name: String
    package let title: String
    /// Such as `U/L`; nil where it has none.
    package let unit: String?
    /// Whether only whole numbers are possible; with 0 to 1 it is a question, no or yes.
    package let isWhole: Bool
    /// Outside it a value is refused.
    package let possible: ClosedRange<Double>
    /// Outside it a value is taken, and somebody is asked to look again; nil: nothing possible is unusual.
    package let plausible: ClosedRange<Double>?
    package let means: Meaning?

    package init(
        name: String,
        title: String,
        unit: String? = nil,
        isWhole: Bool = false,
        possible: ClosedRange<Double>,
        plausible: ClosedRange<Double>? = nil,
        means: Meaning? = nil
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.isWhole = isWhole
        self.possible = possible
        self.plausible = plausible
        self.means = means
    }

    /// What may be typed, in words.
    package var rule: String {
        if isWhole, possible == 0...1 { return "must be 0 for no or 1 for yes" }
        let kind = isWhole ? "a whole number" : "a number"
        let unit = unit.map { " " + $0 } ?? ""
        return "must be \(kind) from \(possible.lowerBound.brief) to \(possible.upperBound.brief)\(unit)"
    }
}

extension Double {
    /// Without the `.0` of a whole number.
    var brief: String { self == rounded() && magnitude < 1e6 ? String(Int(self)) : String(self) }
}
