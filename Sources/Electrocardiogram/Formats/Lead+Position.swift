extension Lead {
    /// III, aVR, aVL and aVF, which follow from I and II.
    static let derivedLimbs: [Lead] = [.iii, .avr, .avl, .avf]

    /// Where arrays of leads hold it.
    var position: Int { Lead.allCases.firstIndex(of: self) ?? 0 }
}

extension Lead {
    /// The lead that a number stands for in EN 1064 (table of lead identifiers) and in the MDC lead codes `2:n`.
    init?(standardNumber: Int) {
        let numbered: [Int: Lead] = [
            1: .i, 2: .ii, 3: .v1, 4: .v2, 5: .v3, 6: .v4, 7: .v5, 8: .v6, 61: .iii, 62: .avr, 63: .avl, 64: .avf,
        ]
        guard let lead = numbered[standardNumber] else { return nil }
        self = lead
    }
}
