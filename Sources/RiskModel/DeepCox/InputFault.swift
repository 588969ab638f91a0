/// Why a value of an input is not used; the words are stable codes.
public enum InputFault: String, Sendable, CaseIterable {
    /// There is no value.
    case missing = "missing"
    /// What is there is no finite number.
    case notANumber = "not-a-number"
    /// A binary input that is neither 0 nor 1.
    case notBinary = "not-0-or-1"
    /// A count that is no whole number.
    case notWhole = "not-whole"
    /// Outside the limits of the card.
    case outOfLimits = "out-of-limits"
}

extension ModelCard.Survival.Input {
    /// Why a value may not be used; nil where it may.
    public func fault(of value: Double) -> InputFault? {
        guard value.isFinite else { return .notANumber }
        switch kind {
        case .binary: return value == 0 || value == 1 ? nil : .notBinary
        case .count where value != value.rounded(): return .notWhole
        case .count, .continuous: return limits.contains(value) ? nil : .outOfLimits
        }
    }

    /// The input and its fault with what would be right, such as `Age out-of-limits: give 0 to 120 years`.
    func explanation(of fault: InputFault) -> String {
        let range = "\(limits.lower.shortest) to \(limits.upper.shortest)" + (unit.map { " \($0)" } ?? "")
        let remedy =
            switch fault {
            case .missing: "measure it"
            case .notANumber: "give a number"
            case .notBinary: "give 0 or 1"
            case .notWhole: "give a whole number, \(range)"
            case .outOfLimits: "give \(range)"
            }
        return "\(name) \(fault.rawValue): \(remedy)"
    }
}

extension Double {
    /// The shortest digits that read back to the same number, a whole number without a point: `120`, `0.5`.
    var shortest: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
